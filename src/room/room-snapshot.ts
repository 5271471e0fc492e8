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

/** What is stored with the state: the recording of the match, and the time of the last event. */
type Extras = { readonly recording?: Recording | null; readonly at?: number };

export function saveState(rules: Rules, state: RoomState, { recording = null, at = 0 }: Extras = {}): Json {
  const play = state.play === null ? null : rules.save(state.play);
  const saved: Saved = { ...state, play, recording: copied(recording), at };
  return saved as unknown as Json;
}

export function loadState(rules: Rules, json: Json): RoomState {
  const { recording: _, at: __, ...saved } = json as unknown as Saved;
  return { ...saved, play: saved.play === null ? null : rules.load(saved.play) };
}

/** The recording in a snapshot: of the match that was running, or had ended last. */
export function recordingIn(json: Json): Recording | null {
  return copied((json as unknown as Saved).recording ?? null);
}

/** A store in memory keeps the object that it is given, and a recording grows. */
function copied(recording: Recording | null): Recording | null {
  return recording === null ? null : { ...recording, events: [...recording.events] };
}

/** The time of the last event of a stored room, epoch ms; 0 where it is not known. */
export function lastAt({ snapshot, entries }: StoredRoom): number {
  const last = entries.at(-1)?.event as RoomEvent | undefined;
  return last?.at ?? (snapshot?.state as unknown as Saved | undefined)?.at ?? 0;
}

/** What a stored room was created with. Throws where neither a snapshot nor the first entry is there. */
export function setupOf({ snapshot, entries }: StoredRoom): RoomSetup {
  if (snapshot !== null) return (snapshot.state as unknown as Saved).setup;
  const first = entries[0]?.event as RoomEvent | undefined;
  if (first?.type !== 'opened') throw new Error('the log does not begin with opened');
  return first.setup;
}

/**
 * A stored room, migrated to the present version of its game. Only a snapshot can be migrated: entries that the older
 * version logged after it cannot be replayed by this one. Throws where there are such entries.
 */
export function migrated(rules: Rules, stored: StoredRoom): StoredRoom {
  const { snapshot, entries } = stored;
  const from = setupOf(stored).version;
  const { name, version } = rules.game;
  const how = `version ${from} of ${name} to version ${version}`;
  if (snapshot === null || entries.length > 0) throw new Error(`a log of ${how} cannot be migrated`);
  const saved = snapshot.state as unknown as Saved;
  const play = saved.play === null ? null : rules.migrate(saved.play, from);
  // A match that two versions have played cannot be replayed by either.
  const recording = saved.status === 'finished' ? (saved.recording ?? null) : null;
  const state = { ...saved, setup: { ...saved.setup, version }, play, recording };
  return { ...stored, snapshot: { ...snapshot, state: state as unknown as Json } };
}
