// The commands by which sessions come and go: join, resume, away, leave, bots taking seats, and chat.
import { nanoid } from 'nanoid';
import { recordedEngine, type Seat } from '../game/index.ts';
import { chain, type MaybePromise } from '../maybe-promise.ts';
import { encode } from '../protocol/index.ts';
import type { Caller, Connection, Session } from '../session/index.ts';
import type { ResumePoint } from './broadcaster.ts';
import type { CommandScope } from './command-scope.ts';
import type { Member } from './members.ts';
import {
  type CommandOutcome,
  type CommitOutcome,
  DONE,
  type JoinOutcome,
  type Refusal,
  refused,
} from './outcome.ts';
import { freeSeat, type Holder, seatOf } from './state.ts';

/** The session of a player who holds a seat from before the process began. */
export type SessionOf = (player: string, name: string) => Session;

/** After a load: the holders of seats are members who are away. Spectators are not in the log. */
export function restoreMembers(room: CommandScope, sessionOf: SessionOf): void {
  for (const [seat, holder] of room.state.seats.entries()) {
    if (holder === null || holder.bot !== null) continue;
    const session = sessionOf(holder.player, holder.name);
    session.rooms.add(room.id);
    room.members.addAway(session, seat, room.revision);
  }
}

/** A player who holds a seat, or a spectator, comes (back) in; another takes a free seat. */
export function join(
  room: CommandScope,
  caller: Caller,
  as: 'player' | 'spectator',
): MaybePromise<JoinOutcome> {
  const { player, name } = caller.session;
  const held = seatOf(room.state, player);
  if (held !== null || as === 'spectator') return enter(room, caller, held);
  const seat = freeSeat(room.state);
  if (seat === undefined) return rejectJoin(room, refused('ROOM_FULL'));
  return chain(takeSeat(room, seat, { player, name, bot: null }), (outcome) => {
    if (outcome.status === 'retry') return join(room, caller, as);
    if (outcome.status === 'refused') return rejectJoin(room, outcome);
    attachNewPlayer(room, caller, seat);
    return { status: 'joined', seat };
  });
}

export function resume(room: CommandScope, caller: Caller, from: ResumePoint): CommandOutcome {
  const member = room.members.of(caller.session);
  if (member === undefined || isGone(caller)) return refused('NOT_A_MEMBER');
  attachMember(room, caller, member.seat, (back) => room.broadcaster.resume(back, caller, from));
  return DONE;
}

/** `reason`: asked for, or the grace time is over. */
export function leave(
  room: CommandScope,
  session: Session,
  reason: 'left' | 'expired',
  caller?: Caller,
): MaybePromise<CommandOutcome> {
  const member = room.members.of(session);
  if (member === undefined) return refused('NOT_A_MEMBER');
  const cameBack = reason === 'expired' && member.connection !== null;
  if (cameBack) return DONE;
  const { seat } = member;
  if (seat === null) {
    removeMember(room, member, reason, caller);
    room.presenceChanged(member);
    return DONE;
  }
  return chain(room.commit({ type: 'unseated', at: room.now(), seat, forced: false }), (outcome) => {
    if (outcome.status === 'retry') return leave(room, session, reason, caller);
    if (outcome.status === 'done') removeMember(room, member, reason, caller);
    // Still seated: the grace time runs anew, so that it is tried again.
    else if (reason === 'expired' && room.members.of(session) === member) room.members.setAway(member);
    return outcome;
  });
}

/** The connection is gone, or the session speaks through another now. */
export function markAway(room: CommandScope, session: Session, connection: Connection): void {
  const member = room.members.of(session);
  if (member?.connection !== connection) return;
  room.members.setAway(member);
  room.presenceChanged(member);
}

/** Fills a free seat with a bot that plays by the strategy of that name. */
export function seatBot(room: CommandScope, caller: Caller, strategy: string): MaybePromise<CommandOutcome> {
  const seat = freeSeat(room.state);
  if (seat === undefined) return refused('ROOM_FULL');
  if ((room.members.of(caller.session)?.seat ?? null) === null) return refused('NOT_A_PLAYER');
  const holder = { player: `bot:${nanoid(8)}`, name: 'Robot', bot: strategy };
  return chain(takeSeat(room, seat, holder), (outcome) => {
    if (outcome.status === 'refused') return outcome;
    const isSeated = outcome.status === 'done' || seatOf(room.state, holder.player) !== null;
    if (!isSeated) return seatBot(room, caller, strategy);
    caller.answer('ok', {});
    return DONE;
  });
}

/** `text`: as it may be shown. */
export function chat(room: CommandScope, caller: Caller, text: string): CommandOutcome {
  const from = room.members.of(caller.session);
  if (from === undefined) return refused('NOT_A_MEMBER');
  room.broadcaster.chat({ from, text, at: room.now() }, caller);
  return DONE;
}

function takeSeat(
  room: CommandScope,
  seat: Seat,
  holder: Pick<Holder, 'player' | 'name' | 'bot'>,
): MaybePromise<CommitOutcome> {
  const seed = room.context.createSeed();
  const engine = recordedEngine(room.rules.engine);
  const event = { type: 'seated', at: room.now(), seat, ...holder, seed, engine } as const;
  return room.commit(event, holder.bot === null ? { arriving: holder.player } : {});
}

function enter(room: CommandScope, caller: Caller, seat: Seat | null): JoinOutcome {
  const { members, context } = room;
  // The answer has no receiver, and a session that has come in by a newer connection must not be put out.
  if (isGone(caller)) return rejectJoin(room, refused('NOT_A_MEMBER'));
  const isNew = members.of(caller.session) === undefined;
  if (seat === null && isNew && members.spectators >= context.limits.spectatorsPerRoom) {
    return rejectJoin(room, refused('SPECTATOR_LIMIT'));
  }
  attachMember(room, caller, seat, (member) => room.broadcaster.sendJoined(member, caller));
  return { status: 'joined', seat };
}

/** A room whose maker could not come in has no last member to go; one that was restored waits for its seats (R10). */
function rejectJoin(room: CommandScope, refusal: Refusal): Refusal {
  room.enqueue(() => {
    const isAwaited = room.isOpen && room.state.seats.some((holder) => holder?.bot === null);
    if (room.members.size === 0 && !isAwaited) room.close();
  });
  return refusal;
}

const isGone = ({ session, connection }: Caller): boolean => session.connection !== connection;

/** The others are sent the change first: the member who comes in then gets a document that has it already. */
function attachMember(
  room: CommandScope,
  caller: Caller,
  seat: Seat | null,
  answer: (member: Member) => void,
): void {
  if (seat !== null) room.publishPresence(caller.session.player);
  const member = attach(room, caller.session, seat, caller.connection);
  answer(member);
  if (seat === null) room.presenceChanged(member);
}

function attachNewPlayer(room: CommandScope, caller: Caller, seat: Seat): void {
  const { session } = caller;
  const member = attach(room, session, seat, caller.connection);
  room.broadcaster.sendJoined(member, caller);
  if (!isGone(caller)) return;
  // The connection went while the log was written, and the answer is lost: the one that came after it gets it.
  if (session.connection === null) {
    room.members.setAway(member);
    room.presenceChanged(member);
  } else {
    room.broadcaster.sendJoined(attach(room, session, seat, session.connection));
  }
}

function attach(room: CommandScope, session: Session, seat: Seat | null, connection: Connection): Member {
  session.rooms.add(room.id);
  return room.members.attach(session, { seat, connection, revision: room.revision });
}

function removeMember(room: CommandScope, member: Member, reason: 'left' | 'expired', caller?: Caller): void {
  const { session } = member;
  room.members.remove(member);
  session.rooms.delete(room.id);
  if (caller !== undefined) caller.send('left', { room: room.id, reason });
  else session.send(encode({ type: 'left', payload: { room: room.id, reason } }));
  if (room.members.size === 0) room.close();
}
