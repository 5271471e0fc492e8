// A room's state as JSON and back, for snapshots in the store; and what is known of a stored room before it is loaded.
import type { Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { StoredRoom } from '../store/index.ts';
import type { Recording } from './match-record.ts';
import type { RoomEvent, RoomSetup, RoomState } from './state.ts';

/** Older snapshots have no `recording`, or do not say when their last event was (`at`, epoch ms). */
type Saved = Omit<RoomState, 'play'> & {
  readonly play: Json;
  readonly recording?: Recording | null;
  readonly at?: number;
};

/** What is beside the state: the match as it is recorded, and when the last event was. */
type Beside = { readonly recording?: Recording | null; readonly at?: number };

export function saveState(rules: Rules, state: RoomState, { recording = null, at = 0 }: Beside = {}): Json {
  const play = state.play === null ? null : rules.save(state.play);
  const saved: Saved = { ...state, play, recording: copied(recording), at };
  return saved as unknown as Json;
}

export function loadState(rules: Rules, json: Json): RoomState {
  const { recording: _, at: __, ...saved } = json as unknown as Saved;
  return { ...saved, play: saved.play === null ? null : rules.load(saved.play) };
}

/** The match that was running or had ended last when the snapshot was made. */
export function recordingIn(json: Json): Recording | null {
  return copied((json as unknown as Saved).recording ?? null);
}

/** A store in memory keeps what it is given, and a recording grows. */
function copied(recording: Recording | null): Recording | null {
  return recording === null ? null : { ...recording, events: [...recording.events] };
}

/** When the last event of a stored room happened, epoch ms; 0 where nothing says so. */
export function lastAt({ snapshot, entries }: StoredRoom): number {
  const last = entries.at(-1)?.event as RoomEvent | undefined;
  return last?.at ?? (snapshot?.state as unknown as Saved | undefined)?.at ?? 0;
}

/** What a stored room was made with. Throws where neither a snapshot nor the first entry is there. */
export function setupOf({ snapshot, entries }: StoredRoom): RoomSetup {
  if (snapshot !== null) return (snapshot.state as unknown as Saved).setup;
  const first = entries[0]?.event as RoomEvent | undefined;
  if (first?.type !== 'opened') throw new Error('the log does not begin with opened');
  return first.setup;
}

/**
 * A stored room brought to the game's present version by its `migrate`. Only a snapshot can be: what was
 * logged after it by the older version can't be replayed by this one. Throws where that is so.
 */
export function migrated(rules: Rules, stored: StoredRoom): StoredRoom {
  const { snapshot, entries } = stored;
  const from = setupOf(stored).version;
  const { name, version } = rules.game;
  const how = `version ${from} of ${name} to version ${version}`;
  if (snapshot === null || entries.length > 0) throw new Error(`a log of ${how} can't be brought over`);
  const saved = snapshot.state as unknown as Saved;
  const play = saved.play === null ? null : rules.migrate(saved.play, from);
  // No version can replay a match that two have played.
  const recording = saved.status === 'finished' ? (saved.recording ?? null) : null;
  const state = { ...saved, setup: { ...saved.setup, version }, play, recording };
  return { ...stored, snapshot: { ...snapshot, state: state as unknown as Json } };
}
