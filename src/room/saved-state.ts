// A room's state as JSON and back, for snapshots in the store; and what can be told of one before it is loaded.
import type { Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { StoredRoom } from '../store/index.ts';
import type { Recording } from './match-record.ts';
import type { RoomEvent, RoomSetup, RoomState } from './state.ts';

/** `recording` is not in the snapshots of before matches were recorded. */
type Saved = Omit<RoomState, 'play'> & { readonly play: Json; readonly recording?: Recording | null };

export function saveState(rules: Rules, state: RoomState, recording: Recording | null = null): Json {
  const play = state.play === null ? null : rules.save(state.play);
  const saved: Saved = { ...state, play, recording: copied(recording) };
  return saved as unknown as Json;
}

export function loadState(rules: Rules, json: Json): RoomState {
  const { recording: _, ...saved } = json as unknown as Saved;
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
