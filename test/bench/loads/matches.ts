// A load for matchmaking alone: players look for a match, find one, leave, and look again.
import { noTraffic } from '../line.ts';
import type { LoadQuestion } from './load.ts';
import type { Played } from './loops.ts';
import { addressOf } from './table.ts';
import { type Joined, Talk } from './turnkeeper-talk.ts';

const [, at = ''] = process.argv.slice(2);
const talks: Talk[] = [];

async function open(players: number): Promise<void> {
  while (talks.length < players) {
    talks.push(await Talk.open({ at, from: addressOf(talks.length), traffic: noTraffic() }));
  }
}

/** Rounds in which everybody finds an opponent, so that nobody is left waiting; matches are counted as moves. */
async function play(ms: number): Promise<Played> {
  const startedAt = performance.now();
  let moves = 0;
  for (; performance.now() < startedAt + ms; moves += talks.length / 2) {
    const find = (talk: Talk): Promise<Joined> => talk.ask('joined', 'match.find', { game: 'tic-tac-toe' });
    const found = await Promise.all(talks.map(find));
    await Promise.all(
      talks.map((talk, index) => talk.ask('left', 'room.leave', { room: found[index]?.room })),
    );
  }
  return { moves, seconds: (performance.now() - startedAt) / 1_000, traffic: noTraffic() };
}

async function answerTo(question: LoadQuestion): Promise<unknown> {
  if (question.ask === 'open') return open(question.tables);
  if (question.ask === 'play') return play(question.ms);
  return question.ask === 'end' ? process.exit() : undefined;
}

process.on('message', (question: LoadQuestion) => {
  answerTo(question).then(
    (answer) => process.send?.({ answer }),
    (error) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
