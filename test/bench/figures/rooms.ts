// What rooms cost: memory each with its two connections, and a move when there are few or many of them.
import { among, type Contest } from '../contest.ts';
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
    await among([floor, memory], { profile: ground.profile }, async (contests) => {
      const all = contests.map((contest) => new Growing(contest, ground));
      // All get as many rooms, and are then measured in turn.
      for (const count of counts) {
        for (const one of all) await one.grow(count, count === counts.at(-1));
        for (let round = 0; round < ground.scale.rounds; round += 1) {
          for (const one of all) await one.play();
        }
      }
    });
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

/** One contestant with more and more rooms. */
class Growing {
  readonly #contest: Contest;
  readonly #ground: Ground;
  #now: { readonly rooms: number; readonly rss: number; readonly heap: number } | undefined;

  constructor(contest: Contest, ground: Ground) {
    this.#contest = contest;
    this.#ground = ground;
  }

  /** The first rooms are for V8 to compile what is hot; with the `last`, it is told what rooms take. */
  async grow(rooms: number, last: boolean): Promise<void> {
    const before = this.#now;
    await this.#contest.ask({ ask: 'open', tables: rooms });
    const { warm } = this.#ground.scale;
    if (before === undefined) await this.#contest.ask({ ask: 'play', ...warm, atOnce: AT_ONCE });
    const now = { rooms, ...(await this.#contest.memory()) };
    this.#now = now;
    if (before === undefined || !last) return;
    const { name: who } = this.#contest;
    const { records } = this.#ground;
    const more = (rooms - before.rooms) * KB;
    const figure = `memory a room with two connections, ${rooms} rooms`;
    if (rooms >= RESIDENT_TELLS) records.add({ figure, who, unit: 'KB' }, (now.rss - before.rss) / more);
    records.add({ figure: `${figure}, on the heap`, who, unit: 'KB' }, (now.heap - before.heap) / more);
  }

  async play(): Promise<void> {
    const { scale, records } = this.#ground;
    const { cpu } = await this.#contest.cost({ ask: 'play', ms: scale.sliceMs, atOnce: AT_ONCE });
    const figure = costAt(this.#now?.rooms ?? 0);
    records.add({ figure, who: this.#contest.name, unit: 'µs' }, cpu);
  }
}
