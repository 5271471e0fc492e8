// The memory of a room with its two connections, and the cost of a move with few and with many rooms.
import { type Contest, withContests } from '../contest.ts';
import { floor, memory } from '../contestants.ts';
import { maxRooms } from '../scale.ts';
import type { Measure, MeasureContext } from './figure.ts';

/** Moves at the same time. The same for any number of rooms, because concurrency changes the cost by itself. */
const CONCURRENCY = 10;
const KB = 1_024;
/** With fewer rooms, the memory that V8 reserves for garbage is larger than the memory of the rooms. */
const MIN_ROOMS_FOR_RESIDENT = 5_000;

export const rooms: Measure = async (context) => {
  const limit = maxRooms();
  const counts = context.scale.rooms.map((count) => Math.min(count, limit));
  if (counts.some((count) => count === limit)) {
    context.records.note(
      `${limit} rooms at the most: the system lets a process open ${2 * limit} connections.`,
    );
  }
  for (let generation = 0; generation < context.scale.generations; generation += 1) {
    await withContests([floor, memory], { profile: context.profile }, async (contests) => {
      const all = contests.map((contest) => new RoomGrowth(contest, context));
      // All contestants get the same number of rooms, and are then measured in turn.
      for (const count of counts) {
        for (const one of all) await one.grow(count, count === counts.at(-1));
        for (let round = 0; round < context.scale.rounds; round += 1) {
          for (const one of all) await one.play();
        }
      }
    });
  }
  for (const { name } of [floor, memory]) growth(name, counts, context);
};

const figureAt = (count: number): string => `CPU a move at ${count} rooms`;

/** The cost of a move with many rooms relative to few rooms: there is a goal for this ratio. */
function growth(who: string, counts: readonly number[], { records }: MeasureContext): void {
  const [few = 0, many = 0] = [counts[0], counts.at(-1)];
  const [costOfFew, costOfMany] = [records.median(figureAt(few), who), records.median(figureAt(many), who)];
  if (costOfFew === undefined || costOfMany === undefined) return;
  records.add({ figure: `a move at ${many} rooms, against ${few}`, who, unit: '×' }, costOfMany / costOfFew);
}

/** One contestant with a growing number of rooms. */
class RoomGrowth {
  readonly #contest: Contest;
  readonly #context: MeasureContext;
  #now: { readonly rooms: number; readonly rss: number; readonly heap: number } | undefined;

  constructor(contest: Contest, context: MeasureContext) {
    this.#contest = contest;
    this.#context = context;
  }

  /** With the first rooms, V8 compiles the hot functions. Records the memory of the rooms if they are the `last`. */
  async grow(rooms: number, last: boolean): Promise<void> {
    const before = this.#now;
    await this.#contest.request({ type: 'open', tables: rooms });
    const { warmUp } = this.#context.scale;
    if (before === undefined)
      await this.#contest.request({ type: 'play', ...warmUp, concurrency: CONCURRENCY });
    const now = { rooms, ...(await this.#contest.memory()) };
    this.#now = now;
    if (before === undefined || !last) return;
    const { name: who } = this.#contest;
    const { records } = this.#context;
    const more = (rooms - before.rooms) * KB;
    const figure = `memory a room with two connections, ${rooms} rooms`;
    if (rooms >= MIN_ROOMS_FOR_RESIDENT)
      records.add({ figure, who, unit: 'KB' }, (now.rss - before.rss) / more);
    records.add({ figure: `${figure}, on the heap`, who, unit: 'KB' }, (now.heap - before.heap) / more);
  }

  async play(): Promise<void> {
    const { scale, records } = this.#context;
    const { cpu } = await this.#contest.cost({ type: 'play', ms: scale.sliceMs, concurrency: CONCURRENCY });
    const figure = figureAt(this.#now?.rooms ?? 0);
    records.add({ figure, who: this.#contest.name, unit: 'µs' }, cpu);
  }
}
