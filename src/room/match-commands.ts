// The commands by which a match moves on: intents of players and bots, deadlines, rematches; and what is legal now.
import { type AnyIntent, GameFault, recordedEngine, type Seat } from '../game/index.ts';
import { chain, type MaybePromise } from '../maybe-promise.ts';
import type { Caller } from '../session/index.ts';
import type { CommandScope } from './command-scope.ts';
import type { Member } from './members.ts';
import { type CommandOutcome, type CommitOutcome, DONE, refused } from './outcome.ts';
import type { Holder } from './state.ts';

/**
 * Maximum number of due deadlines fired before one intent. A sound game has a handful due at once; one that schedules
 * another for now at each would never let go of the process.
 */
const MAX_DUE = 64;

/** When the intent came in: `at`, epoch ms, so that a slow disk makes no intent late; `startedAt`, performance.now. */
export type IntentRequest = {
  readonly seq: number;
  readonly intent: unknown;
  readonly at: number;
  readonly startedAt: number;
};

export function playIntent(
  room: CommandScope,
  caller: Caller,
  request: IntentRequest,
  fired = 0,
): MaybePromise<CommandOutcome> {
  const known = room.members.of(caller.session);
  // A session that has not joined or resumed on this connection could make nothing of the answer.
  const member = known?.connection === caller.connection ? known : undefined;
  if (member === undefined) return refused('NOT_A_MEMBER');
  const holder = member.seat === null ? null : room.state.seats[member.seat];
  if (member.seat === null || !holder) return refused('NOT_A_PLAYER');
  if (request.seq <= holder.seq) return repeatAnswer(room, caller, member, { holder, seq: request.seq });
  if (fired < MAX_DUE && room.deadlines.dueAt(request.at) !== undefined) {
    // Its time was up before the intent came, though the timer has not fired yet.
    return chain(fireDeadline(room, request.at), (outcome) =>
      isStillDue(outcome) ? refused('STORE_FAILED') : playIntent(room, caller, request, fired + 1),
    );
  }
  return takeIntent(room, caller, member, member.seat, request);
}

/** An intent of a bot's seat. */
export function playBotIntent(
  room: CommandScope,
  seat: Seat,
  intent: AnyIntent,
): MaybePromise<CommandOutcome> {
  const holder = room.state.seats[seat];
  const check = room.rules.checkIntent(intent);
  if (!holder || holder.bot === null || room.state.status !== 'playing' || !check.ok) return DONE;
  const event = { type: 'intent', at: room.now(), seat, seq: holder.seq + 1, intent: check.intent } as const;
  return chain(room.commit(event), (outcome) => {
    if (outcome.status === 'refused') {
      const { code, reason } = outcome;
      room.context.log.warn({ room: room.id, seat, code, reason }, "a bot's intent was refused");
    }
    return DONE;
  });
}

/** The timer has fired: takes the earliest deadline that is due. */
export function fireNextDeadline(room: CommandScope): MaybePromise<CommandOutcome> {
  const now = room.now();
  if (room.deadlines.dueAt(now) !== undefined) return fireDeadline(room, now);
  room.deadlines.arm();
  return DONE;
}

/** Offers a rematch, or accepts one. */
export function rematch(room: CommandScope, caller: Caller): MaybePromise<CommandOutcome> {
  const seat = room.members.of(caller.session)?.seat ?? null;
  const { status, rematch: offers, match } = room.state;
  if (seat === null) return refused('NOT_A_PLAYER');
  if (status !== 'finished') return refused('MATCH_NOT_FINISHED');
  const agreed = (): CommandOutcome => {
    caller.answer('ok', {});
    return DONE;
  };
  if (offers.includes(seat)) return agreed();
  const seed = room.context.createSeed();
  const engine = recordedEngine(room.rules.engine);
  return chain(room.commit({ type: 'rematch', at: room.now(), seat, seed, engine }), (outcome) => {
    if (outcome.status === 'refused') return outcome;
    // Retry: stored after all, it may have begun the next match.
    const isOver = outcome.status === 'done' || room.state.match !== match;
    return isOver ? agreed() : rematch(room, caller);
  });
}

export function legalIntents(room: CommandScope, caller: Caller): CommandOutcome {
  const member = room.members.of(caller.session);
  if (member === undefined) return refused('NOT_A_MEMBER');
  if (member.seat === null) return refused('NOT_A_PLAYER');
  try {
    const { intents, complete } = legalOf(room, member.seat);
    caller.answer('legal', { room: room.id, revision: room.revision, intents: [...intents], complete });
    return DONE;
  } catch (err) {
    if (!(err instanceof GameFault)) throw err;
    room.context.log.error({ room: room.id, err }, 'the game threw while legal intents were computed');
    return refused('GAME_FAULT');
  }
}

const NONE_LEGAL = { intents: [], complete: true } as const;

/** What a seat may do now; nothing while no match is played. @throws GameFault */
export function legalOf(
  room: Pick<CommandScope, 'state' | 'rules' | 'now'>,
  seat: Seat,
): { readonly intents: readonly AnyIntent[]; readonly complete: boolean } {
  const { status, play } = room.state;
  return status === 'playing' && play !== null ? room.rules.legal(play, seat, room.now()) : NONE_LEGAL;
}

/** Exactly once (R5): the last accepted intent is answered again; an older one cannot be. */
function repeatAnswer(
  room: CommandScope,
  caller: Caller,
  member: Member,
  { holder, seq }: { readonly holder: Holder; readonly seq: number },
): CommandOutcome {
  if (seq < holder.seq) return refused('STALE_SEQ');
  room.broadcaster.repeatAnswer(member, caller, holder.seqRevision);
  return DONE;
}

function takeIntent(
  room: CommandScope,
  caller: Caller,
  member: Member,
  seat: Seat,
  request: IntentRequest,
): MaybePromise<CommandOutcome> {
  const check = room.rules.checkIntent(request.intent);
  if (!check.ok) return refused('BAD_INTENT', { path: check.path });
  if (room.state.status !== 'playing') return refused('MATCH_NOT_PLAYING');
  const { at, seq } = request;
  const cause = { member, ref: caller.ref };
  const committed = room.commit({ type: 'intent', at, seat, seq, intent: check.intent }, { cause });
  return chain(committed, (outcome) => {
    if (outcome.status === 'retry') return playIntent(room, caller, request);
    if (outcome.status === 'done') {
      room.context.intentCommitted((performance.now() - request.startedAt) / 1000);
    }
    return outcome;
  });
}

/** Fires the earliest deadline that is due at this time. STORE_FAILED: it is still due. */
function fireDeadline(room: CommandScope, at: number): MaybePromise<CommandOutcome> {
  const due = room.deadlines.dueAt(at);
  if (due === undefined) return DONE;
  return chain(room.commit({ type: 'deadline', at, id: due.id }), (outcome) => {
    if (outcome.status === 'retry') return fireDeadline(room, at);
    if (outcome.status === 'refused') {
      if (isStillDue(outcome)) room.deadlines.retryLater();
      else room.deadlines.skip(due.id);
    }
    return outcome;
  });
}

const isStillDue = (outcome: CommitOutcome): boolean =>
  outcome.status === 'refused' && outcome.code === 'STORE_FAILED';
