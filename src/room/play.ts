// The commands by which a match moves on: intents, bots' intents, deadlines, rematches.
import type { AnyIntent, Seat } from '../game/index.ts';
import type { ErrorCode } from '../protocol/index.ts';
import type { Because, Caller } from '../session/index.ts';
import type { Member } from './member.ts';
import type { RoomCore } from './room-core.ts';
import type { Holder } from './state.ts';

/** An intent as it came in. `at`: when, epoch ms; `started`: the same by performance.now, to measure by. */
export type Asked = {
  readonly seq: number;
  readonly intent: unknown;
  readonly at: number;
  readonly started: number;
};

/**
 * So many deadlines are fired before an intent at most. An honest game has a handful due at once; one
 * that schedules another for now at each would never let go of the process.
 */
const MOST_DUE = 64;

export function intend(core: RoomCore, caller: Caller, asked: Asked, fired = 0): void {
  const known = core.members.of(caller.session);
  // One who has not joined or resumed on this connection could not make sense of the answer.
  const member = known?.connection === caller.connection ? known : undefined;
  const seat = member?.seat ?? null;
  const holder = seat === null ? null : core.state.seats[seat];
  if (member === undefined || seat === null || !holder) {
    reject(core, caller, member === undefined ? 'NOT_A_MEMBER' : 'NOT_A_PLAYER');
  } else if (asked.seq <= holder.seq) {
    repeat(core, caller, { member, holder, seq: asked.seq });
  } else if (fired < MOST_DUE && core.timetable.dueAt(asked.at) !== undefined) {
    // Its time was up before the intent came, though the timer has not rung yet.
    fire(core, asked.at, (settled) => {
      if (settled) intend(core, caller, asked, fired + 1);
      else reject(core, caller, 'STORE_FAILED');
    });
  } else {
    take(core, caller, { member, seat, asked });
  }
}

/** Exactly once (R5): the last accepted intent is answered again, an older one can't be. */
function repeat(
  core: RoomCore,
  caller: Caller,
  { member, holder, seq }: { readonly member: Member; readonly holder: Holder; readonly seq: number },
): void {
  if (seq < holder.seq) caller.reject(core.id, 'STALE_SEQ');
  else core.outlet.repeat(member, caller, holder.seqRevision);
  core.done();
}

function take(
  core: RoomCore,
  caller: Caller,
  { member, seat, asked }: { readonly member: Member; readonly seat: Seat; readonly asked: Asked },
): void {
  const check = core.rules.checkIntent(asked.intent);
  if (!check.ok) {
    reject(core, caller, 'BAD_INTENT', { path: check.path });
  } else if (core.state.status !== 'playing') {
    reject(core, caller, 'MATCH_NOT_PLAYING');
  } else {
    const { seq, at } = asked;
    core.commit(
      { type: 'intent', at, seat, seq, intent: check.intent },
      {
        cause: { member, ref: caller.ref },
        stored: () => {
          core.accepted((performance.now() - asked.started) / 1000);
          core.done();
        },
        refused: (code, reason) => reject(core, caller, code, { reason }),
        again: () => intend(core, caller, asked),
      },
    );
  }
}

function reject(core: RoomCore, caller: Caller, code: ErrorCode, because?: Because): void {
  caller.reject(core.id, code, because);
  core.done();
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
