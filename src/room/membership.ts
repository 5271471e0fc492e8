// The commands by which sessions come and go: joining, resuming, being away, leaving, and bots taking seats.
import { nanoid } from 'nanoid';
import type { Seat } from '../game/index.ts';
import { type ErrorCode, encode } from '../protocol/index.ts';
import type { Caller, Connection, Session } from '../session/index.ts';
import type { Member } from './member.ts';
import type { RoomCore } from './room-core.ts';
import { freeSeat, type Holder, seatOf } from './state.ts';

/** A player who is seated already, or a spectator, comes (back) in; another takes a free seat. */
export function join(core: RoomCore, caller: Caller, as: 'player' | 'spectator'): void {
  const { session } = caller;
  const held = seatOf(core.state, session.player);
  const seat = freeSeat(core.state);
  if (held !== null || as === 'spectator') {
    enter(core, caller, held);
  } else if (seat === undefined) {
    turnAway(core, caller, 'ROOM_FULL');
    core.done();
  } else {
    core.members.expect(session.player);
    takeSeat(core, seat, {
      holder: { player: session.player, name: session.name, bot: null },
      caller,
      seated: () => attach(core, caller, seat),
      again: () => join(core, caller, as),
    });
  }
}

export function resume(
  core: RoomCore,
  caller: Caller,
  from: { readonly epoch: number; readonly revision: number },
): void {
  const member = core.members.of(caller.session);
  if (member === undefined) caller.refuse('NOT_A_MEMBER');
  else {
    comeIn(core, caller, member.seat, (back) => core.outlet.resume(back, caller, from));
  }
  core.done();
}

/** `reason`: asked for, or the grace time is over. */
export function leave(core: RoomCore, session: Session, reason: 'left' | 'expired', caller?: Caller): void {
  const member = core.members.of(session);
  const cameBack = reason === 'expired' && member?.connection !== null;
  if (member === undefined || cameBack) {
    if (member === undefined) caller?.refuse('NOT_A_MEMBER');
    core.done();
  } else if (member.seat === null) {
    remove(core, member, reason, caller);
    core.presenceChanged(member);
    core.done();
  } else {
    giveUpSeat(core, member.seat, {
      unseated: () => remove(core, member, reason, caller),
      again: () => leave(core, session, reason, caller),
      failed: () => caller?.refuse('STORE_FAILED'),
    });
  }
}

/** The connection is gone, or the session speaks through another now. */
export function away(core: RoomCore, session: Session, connection: Connection): void {
  const member = core.members.of(session);
  if (member?.connection === connection) {
    core.members.away(member);
    core.presenceChanged(member);
  }
  core.done();
}

/** Fills a free seat with a bot that plays by the strategy of that name. */
export function seatBot(core: RoomCore, caller: Caller, strategy: string): void {
  const seat = freeSeat(core.state);
  if ((core.members.of(caller.session)?.seat ?? null) === null || seat === undefined) {
    caller.refuse(seat === undefined ? 'ROOM_FULL' : 'NOT_A_PLAYER');
    core.done();
    return;
  }
  takeSeat(core, seat, {
    holder: { player: `bot:${nanoid(8)}`, name: 'Robot', bot: strategy },
    caller,
    seated: () => caller.answer('ok', {}),
    again: () => seatBot(core, caller, strategy),
  });
}

function takeSeat(
  core: RoomCore,
  seat: Seat,
  by: {
    readonly holder: Pick<Holder, 'player' | 'name' | 'bot'>;
    readonly caller: Caller;
    readonly seated: () => void;
    readonly again: () => void;
  },
): void {
  const event = { type: 'seated', at: core.now(), seat, ...by.holder, seed: core.createSeed() } as const;
  core.commit(event, {
    stored: () => {
      by.seated();
      core.done();
    },
    refused: (code) => {
      core.members.expect(undefined);
      turnAway(core, by.caller, code);
      core.done();
    },
    again: by.again,
  });
}

function giveUpSeat(
  core: RoomCore,
  seat: Seat,
  then: { readonly unseated: () => void; readonly again: () => void; readonly failed: () => void },
): void {
  core.commit(
    { type: 'unseated', at: core.now(), seat, forced: false },
    {
      stored: () => {
        then.unseated();
        core.done();
      },
      refused: () => {
        then.failed();
        core.done();
      },
      again: then.again,
    },
  );
}

function enter(core: RoomCore, caller: Caller, seat: Seat | null): void {
  const known = core.members.of(caller.session) !== undefined;
  if (seat === null && !known && core.members.watching >= core.limits.spectatorsPerRoom) {
    turnAway(core, caller, 'SPECTATOR_LIMIT');
  } else {
    comeIn(core, caller, seat, (member) => core.outlet.joined(member, caller));
  }
  core.done();
}

/** The session was counted as being in this room when it asked; if it is not, it is counted no more. */
function turnAway(core: RoomCore, caller: Caller, code: ErrorCode): void {
  if (core.members.of(caller.session) === undefined) caller.session.rooms.delete(core.id);
  caller.refuse(code);
}

/** The others hear of it first: the one who comes in then gets a document that has it already. */
function comeIn(core: RoomCore, caller: Caller, seat: Seat | null, tell: (member: Member) => void): void {
  if (seat !== null) {
    core.members.expect(caller.session.player);
    core.tellPresence();
  }
  const member = seated(core, caller, seat);
  tell(member);
  stillThere(core, caller, member);
  if (seat === null) core.presenceChanged(member);
}

function attach(core: RoomCore, caller: Caller, seat: Seat): void {
  const member = seated(core, caller, seat);
  core.outlet.joined(member, caller);
  stillThere(core, caller, member);
}

function seated(core: RoomCore, caller: Caller, seat: Seat | null): Member {
  const { session, connection } = caller;
  return core.members.attach(session, { seat, connection, revision: core.revision });
}

/** The connection may have gone while the log was written: then this member is away from the start. */
function stillThere(core: RoomCore, { session, connection }: Caller, member: Member): void {
  if (session.connection === connection) return;
  core.members.away(member);
  core.presenceChanged(member);
}

function remove(core: RoomCore, member: Member, reason: 'left' | 'expired', caller?: Caller): void {
  const { session } = member;
  core.members.remove(member);
  session.rooms.delete(core.id);
  if (caller !== undefined) caller.tell('left', { room: core.id, reason });
  else session.send(encode({ type: 'left', payload: { room: core.id, reason } }));
  if (core.members.size === 0) core.close();
}
