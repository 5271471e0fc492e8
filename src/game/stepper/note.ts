// An action that watches and changes nothing, for who looks on as a machine moves. No game can declare one.

export const NOTE = 'turnkeeper.note';

/** Calls `note` each time it is come to; for a machine that is built from the parts of a game's own. */
export function noteAction(note: () => void): unknown {
  // xstate takes it for one of its own kind: it resolves to the snapshot as it is, and leaves nothing to execute.
  const resolve = (_scope: unknown, snapshot: unknown) => {
    note();
    return [snapshot, undefined, undefined];
  };
  return Object.assign(() => {}, { type: NOTE, note, resolve });
}
