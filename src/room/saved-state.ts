// A room's state as JSON and back, for snapshots in the store.
import type { Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { RoomState } from './state.ts';

type Saved = Omit<RoomState, 'play'> & { readonly play: Json };

export function saveState(rules: Rules, state: RoomState): Json {
  const saved: Saved = { ...state, play: state.play === null ? null : rules.save(state.play) };
  return saved as Json;
}

export function loadState(rules: Rules, json: Json): RoomState {
  const saved = json as Saved;
  return { ...saved, play: saved.play === null ? null : rules.load(saved.play) };
}
