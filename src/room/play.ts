// The commands by which a match moves on: intents, bots' intents, deadlines, rematches.
import type { AnyIntent, Seat } from '../game/index.ts';
import type { ErrorCode } from '../protocol/index.ts';
import type { Because, Caller } from '../session/index.ts';
import type { Cause } from './broadcaster.ts';
import type { Member } from './members.ts';
import type { RoomCore } from './room-core.ts';
import type { Settling } from './settling.ts';
import type { Holder } from './state.ts';

/**
 * So many deadlines are fired before an intent at most. An honest game has a handful due at once; one
 * that schedules another for now at each would never let go of the process.
 */
const MOST_DUE = 64;

/** An intent on its way, and what became of it: one object, since nearly all that a room hears are intents. */
export class Intending implements Settling {
  readonly #core: RoomCore;
  readonly #caller: Caller;
  readonly #seq: number;
  readonly #intent: unknown;
  /** When it came, epoch ms: what waits behind a slow disk is not late for that. */
  readonly #at: number;
  /** The same by performance.now, to measure by. */
  readonly #started = performance.now();
  cause: Cause | undefined;

  constructor(
    core: RoomCore,
    caller: Caller,
    { seq, intent }: { readonly seq: number; readonly intent: unknown },
  ) {
    this.#core = core;
    this.#caller = caller;
    this.#seq = seq;
    this.#intent = intent;
    this.#at = core.now();
  }

  begin(fired = 0): void {
    const core = this.#core;
    const known = core.members.of(this.#caller.session);
    // One who has not joined or resumed on this connection could not make sense of the answer.
    const member = known?.connection === this.#caller.connection ? known : undefined;
    const seat = member?.seat ?? null;
    const holder = seat === null ? null : core.state.seats[seat];
    if (member === undefined || seat === null || !holder) {
      this.refused(member === undefined ? 'NOT_A_MEMBER' : 'NOT_A_PLAYER');
    } else if (this.#seq <= holder.seq) {
      this.#repeat(member, holder);
    } else if (fired < MOST_DUE && core.timetable.dueAt(this.#at) !== undefined) {
      // Its time was up before the intent came, though the timer has not rung yet.
      fire(core, this.#at, (settled) => {
        if (settled) this.begin(fired + 1);
        else this.refused('STORE_FAILED');
      });
    } else {
      this.#take(member, seat);
    }
  }

  stored(): void {
    this.#core.accepted((performance.now() - this.#started) / 1000);
    this.#core.done();
  }

  refused(code: ErrorCode, reason?: string): void {
    this.#reject(code, { reason });
  }

  again(): void {
    this.begin();
  }

  /** Exactly once (R5): the last accepted intent is answered again, an older one can't be. */
  #repeat(member: Member, holder: Holder): void {
    if (this.#seq < holder.seq) this.#reject('STALE_SEQ');
    else {
      this.#core.outlet.repeat(member, this.#caller, holder.seqRevision);
      this.#core.done();
    }
  }

  #take(member: Member, seat: Seat): void {
    const core = this.#core;
    const check = core.rules.checkIntent(this.#intent);
    if (!check.ok) {
      this.#reject('BAD_INTENT', { path: check.path });
    } else if (core.state.status !== 'playing') {
      this.#reject('MATCH_NOT_PLAYING');
    } else {
      this.cause = { member, ref: this.#caller.ref };
      core.commit({ type: 'intent', at: this.#at, seat, seq: this.#seq, intent: check.intent }, this);
    }
  }

  #reject(code: ErrorCode, because?: Because): void {
    this.#caller.reject(this.#core.id, code, because);
    this.#core.done();
  }
}

/** An intent of a bot's seat: what is refused is logged, since nobody waits for an answer. */
export function act(core: RoomCore, seat: Seat, intent: AnyIntent): void {
  const holder = core.state.seats[seat];
  const check = core.rules.checkIntent(intent);
  if (!holder || holder.bot === null || core.state.status !== 'playing' || !check.ok) {
    core.done();
    return;
  }
  core.commit(
    { type: 'intent', at: core.now(), seat, seq: holder.seq + 1, intent: check.intent },
    {
      stored: () => core.done(),
      refused: (code, reason) => {
        core.log.warn({ room: core.id, seat, code, reason }, "a bot's intent was refused");
        core.done();
      },
      again: () => core.done(),
    },
  );
}

/** The alarm rang: fires the earliest deadline that is due. */
export function deadline(core: RoomCore): void {
  const now = core.now();
  if (core.timetable.dueAt(now) === undefined) {
    core.timetable.arm();
    core.done();
  } else {
    fire(core, now, () => core.done());
  }
}

/** `then`: with false if the store did not take it, so that it is still due. */
function fire(core: RoomCore, at: number, then: (settled: boolean) => void): void {
  const due = core.timetable.dueAt(at);
  if (due === undefined) {
    then(true);
    return;
  }
  core.commit(
    { type: 'deadline', at, id: due.id },
    {
      stored: () => then(true),
      refused: (code) => {
        const isStillDue = code === 'STORE_FAILED';
        if (isStillDue) core.timetable.later();
        else core.timetable.failed(due.id);
        then(!isStillDue);
      },
      again: () => fire(core, at, then),
    },
  );
}

export function rematch(core: RoomCore, caller: Caller): void {
  const seat = core.members.of(caller.session)?.seat ?? null;
  const { status, rematch: offers } = core.state;
  if (seat === null || status !== 'finished') {
    caller.refuse(seat === null ? 'NOT_A_PLAYER' : 'MATCH_NOT_FINISHED');
    core.done();
    return;
  }
  const { match } = core.state;
  const agreed = (): void => {
    caller.answer('ok', {});
    core.done();
  };
  if (offers.includes(seat)) {
    agreed();
    return;
  }
  core.commit(
    { type: 'rematch', at: core.now(), seat, seed: core.createSeed() },
    {
      stored: agreed,
      refused: (code) => {
        caller.refuse(code);
        core.done();
      },
      // Stored after all, it may have begun the match.
      again: () => (core.state.match === match ? rematch(core, caller) : agreed()),
    },
  );
}
