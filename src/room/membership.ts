// The commands by which sessions come and go: joining, resuming, being away, leaving, and bots taking seats.
import { nanoid } from 'nanoid';
import type { Seat } from '../game/index.ts';
import { type ErrorCode, encode } from '../protocol/index.ts';
import type { Caller, Connection, Session } from '../session/index.ts';
import type { Member } from './members.ts';
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
      again: () => {
        core.members.expect(undefined);
        join(core, caller, as);
      },
    });
  }
}

export function resume(
  core: RoomCore,
  caller: Caller,
  from: { readonly epoch: number; readonly revision: number },
): void {
  const member = core.members.of(caller.session);
  if (member === undefined || isGone(caller)) caller.refuse('NOT_A_MEMBER');
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
      failed: (code) => {
        caller?.refuse(code);
        // Still seated: the grace time runs anew, so that it is tried again.
        if (reason === 'expired' && core.members.of(session) === member) core.members.away(member);
      },
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
  const holder = { player: `bot:${nanoid(8)}`, name: 'Robot', bot: strategy };
  const answer = (): void => caller.answer('ok', {});
  takeSeat(core, seat, {
    holder,
    caller,
    seated: answer,
    again: () => {
      if (seatOf(core.state, holder.player) === null) seatBot(core, caller, strategy);
      else {
        answer();
        core.done();
      }
    },
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
  then: {
    readonly unseated: () => void;
    readonly again: () => void;
    readonly failed: (code: ErrorCode) => void;
  },
): void {
  core.commit(
    { type: 'unseated', at: core.now(), seat, forced: false },
    {
      stored: () => {
        then.unseated();
        core.done();
      },
      refused: (code) => {
        then.failed(code);
        core.done();
      },
      again: then.again,
    },
  );
}

function enter(core: RoomCore, caller: Caller, seat: Seat | null): void {
  const known = core.members.of(caller.session) !== undefined;
  if (isGone(caller)) {
    // Nobody hears the answer, and who has come in by a newer connection must not be put out.
    turnAway(core, caller, 'NOT_A_MEMBER');
  } else if (seat === null && !known && core.members.watching >= core.limits.spectatorsPerRoom) {
    turnAway(core, caller, 'SPECTATOR_LIMIT');
  } else {
    comeIn(core, caller, seat, (member) => core.outlet.joined(member, caller));
  }
  core.done();
}

/** Refuses, and counts a session no more that counted as being here from when it asked (see Room.join). */
export function turnAway(core: RoomCore, caller: Caller, code: ErrorCode): void {
  if (core.members.of(caller.session) === undefined) caller.session.rooms.delete(core.id);
  caller.refuse(code);
  if (core.members.size === 0) core.inbox.addAnyway(() => putAwayIfEmpty(core));
}

/** A room whose maker could not come in has no last member to go; one just restored waits for who is seated (R10). */
function putAwayIfEmpty(core: RoomCore): void {
  const awaited = core.revision > 0 && core.state.seats.some((holder) => holder?.bot === null);
  if (core.members.size === 0 && !awaited) core.close();
  core.done();
}

const isGone = ({ session, connection }: Caller): boolean => session.connection !== connection;

/** The others hear of it first: the one who comes in then gets a document that has it already. */
function comeIn(core: RoomCore, caller: Caller, seat: Seat | null, tell: (member: Member) => void): void {
  if (seat !== null) {
    core.members.expect(caller.session.player);
    core.tellPresence();
  }
  const member = seated(core, caller, seat);
  tell(member);
  if (seat === null) core.presenceChanged(member);
}

function attach(core: RoomCore, caller: Caller, seat: Seat): void {
  const member = seated(core, caller, seat);
  core.outlet.joined(member, caller);
  if (isGone(caller)) follow(core, member, seat);
}

function seated(core: RoomCore, caller: Caller, seat: Seat | null): Member {
  const { session, connection } = caller;
  session.rooms.add(core.id);
  return core.members.attach(session, { seat, connection, revision: core.revision });
}

/** The connection went while the log was written: the answer is lost, so it is told to the one that came after. */
function follow(core: RoomCore, member: Member, seat: Seat): void {
  const { session } = member;
  if (session.connection === null) {
    core.members.away(member);
    core.presenceChanged(member);
  } else {
    core.members.attach(session, { seat, connection: session.connection, revision: core.revision });
    core.outlet.joined(member);
  }
}

function remove(core: RoomCore, member: Member, reason: 'left' | 'expired', caller?: Caller): void {
  const { session } = member;
  core.members.remove(member);
  session.rooms.delete(core.id);
  if (caller !== undefined) caller.tell('left', { room: core.id, reason });
  else session.send(encode({ type: 'left', payload: { room: core.id, reason } }));
  if (core.members.size === 0) core.close();
}
