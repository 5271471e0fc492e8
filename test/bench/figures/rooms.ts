// What rooms cost: memory each with its two connections, and a move when there are few or many of them.
import { among, Contest } from '../contest.ts';
import { floor, memory } from '../contestants.ts';
import { mostRooms } from '../scale.ts';
import type { Ground, Measure } from './figure.ts';

/** Moves at once, the same for any number of rooms: how many come together is a cost of its own. */
const AT_ONCE = 10;
const KB = 1_024;
/** With fewer rooms the room that V8 takes and keeps for garbage is more than all of theirs. */
const RESIDENT_TELLS = 5_000;

export const rooms: Measure = async (ground) => {
  const most = mostRooms();
  const counts = ground.scale.rooms.map((count) => Math.min(count, most));
  if (counts.some((count) => count === most)) {
    ground.records.note(`${most} rooms at the most: the system lets a process open ${2 * most} connections.`);
  }
  for (let generation = 0; generation < ground.scale.generations; generation += 1) {
    for (const contestant of [floor, memory]) {
      const contest = await Contest.open(contestant, { profile: ground.profile });
      await among([contest], () => growing(contest, counts, ground));
    }
  }
  for (const { name } of [floor, memory]) growth(name, counts, ground);
};

const costAt = (count: number): string => `CPU a move at ${count} rooms`;

/** What the goal is about: how much more a move costs where there are many rooms. */
function growth(who: string, counts: readonly number[], { records }: Ground): void {
  const [few = 0, many = 0] = [counts[0], counts.at(-1)];
  const [cheap, dear] = [records.median(costAt(few), who), records.median(costAt(many), who)];
  if (cheap === undefined || dear === undefined) return;
  records.add({ figure: `a move at ${many} rooms, against ${few}`, who, unit: '×' }, dear / cheap);
}

async function growing(
  contest: Contest,
  counts: readonly number[],
  { scale, records }: Ground,
): Promise<void> {
  const { name: who } = contest;
  let before: { rooms: number; rss: number; heap: number } | undefined;
  for (const count of counts) {
    await contest.ask({ ask: 'open', tables: count });
    if (before === undefined) await contest.warm(AT_ONCE, scale.warmth);
    const now = { rooms: count, ...(await contest.memory()) };
    if (before !== undefined && count === counts.at(-1)) {
      const more = (now.rooms - before.rooms) * KB;
      const figure = `memory a room with two connections, ${count} rooms`;
      if (count >= RESIDENT_TELLS) records.add({ figure, who, unit: 'KB' }, (now.rss - before.rss) / more);
      records.add({ figure: `${figure}, on the heap`, who, unit: 'KB' }, (now.heap - before.heap) / more);
    }
    before = now;
    for (let round = 0; round < scale.rounds; round += 1) {
      const { cpu } = await contest.cost({ ask: 'play', ms: scale.sliceMs, atOnce: AT_ONCE });
      records.add({ figure: costAt(count), who, unit: 'µs' }, cpu);
    }
  }
}
