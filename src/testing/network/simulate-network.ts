// The test of the rules over a network that fails: whole matches with random faults, the same run for the same seed.
import type { Game } from '../../game/index.ts';
import type { NetworkPlan, NetworkReport } from './plan.ts';
import { Simulation } from './simulation.ts';

/**
 * Plays whole matches in memory over a network that drops connections and delays, duplicates and reorders messages.
 * Simulated time jumps from one event to the next, so a run needs no real time. After every message the rules C3, R3,
 * R5, R6, R7, R9 and R10 are checked from what the clients got and what the store got.
 *
 * @throws BrokenRule for the first rule that the server broke, with the rule, the seed and the step
 * @throws RangeError for a plan without players
 * @example
 * ```ts
 * const report = await simulateNetwork({ game: ticTacToe, seed: 7, matches: 10, faults: { drop: 0.05 } });
 * console.log(report.outcomes, report.resumed);
 * ```
 */
export async function simulateNetwork<G extends Game>(plan: NetworkPlan<G>): Promise<NetworkReport> {
  const simulation = new Simulation(plan);
  try {
    return await run(simulation);
  } finally {
    await simulation.close();
  }
}

async function run<G extends Game>(simulation: Simulation<G>): Promise<NetworkReport> {
  const { matches, faults, clock } = simulation;
  const startedAt = clock.now();
  await simulation.runUntilSettled(Promise.all(matches.map((match) => match.seat())));
  faults.isPaused = false;
  const outcomes = await simulation.runUntilSettled(Promise.all(matches.map((match) => match.play())));
  faults.isPaused = true;
  // One match after the other: among 10,000 players there is always one that waits for a pong.
  const waiting = [...matches];
  await simulation.runUntil(() => {
    for (let last = waiting.at(-1); last?.isIdle; last = waiting.at(-1)) {
      last.checkDocuments();
      waiting.pop();
    }
    return waiting.length === 0;
  });
  await simulation.runUntilSettled(Promise.all(matches.map((match) => match.leave())));
  await simulation.checkEmpty();
  return reportOf(simulation, { outcomes, simulatedMs: Math.round(clock.now() - startedAt) });
}

type Ending = { readonly outcomes: readonly string[]; readonly simulatedMs: number };

function reportOf<G extends Game>(simulation: Simulation<G>, ending: Ending): NetworkReport {
  const { seed, steps, matches, clients, faults, histories } = simulation;
  const { counts } = faults;
  const outcomes: Record<string, number> = {};
  for (const reason of ending.outcomes) outcomes[reason] = (outcomes[reason] ?? 0) + 1;
  const sum = (count: 'resumed' | 'joined' | 'rejected'): number =>
    clients.reduce((total, { checker }) => total + checker.counts[count], 0);
  return {
    ...{ seed, steps, simulatedMs: ending.simulatedMs, matches: matches.length, outcomes },
    accepted: [...histories.values()].reduce((total, { accepted }) => total + accepted, 0),
    rejected: sum('rejected'),
    drops: counts.drop,
    duplicates: counts.duplicate,
    reordered: counts.reorder,
    slowReaders: counts.slowReader,
    hasty: counts.haste,
    resumed: sum('resumed'),
    joined: sum('joined'),
    lost: clients.filter(({ hasLostSeat }) => hasLostSeat).length,
  };
}
