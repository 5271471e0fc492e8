// Entering a table: what the page waits for, and a button to cancel.
import { Mark } from '../parts/mark.tsx';
import { Screen } from '../parts/screen.tsx';
import type { EntryKind } from '../state/table.ts';
import type { TableActions } from '../state/table-actions.ts';

const words: Readonly<Record<EntryKind, { title: string; text: string }>> = {
  online: {
    title: 'Looking for an opponent',
    text: 'The game starts as soon as someone else wants to play.',
  },
  friend: { title: 'Setting up a table', text: 'Your link comes in a moment.' },
  computer: { title: 'Waking the computer', text: 'It takes the second seat.' },
  joining: { title: 'Taking your seat', text: 'The game starts when everyone is there.' },
  watching: { title: 'Finding you a good view', text: 'You will see the game as it goes.' },
  returning: { title: 'Going back to your game', text: 'Your seat has been kept.' },
};

export function Entering({ kind, actions }: { kind: EntryKind; actions: TableActions }) {
  const { title, text } = words[kind];
  return (
    <Screen name="entering">
      <div class="waiting-marks" aria-hidden="true">
        <Mark side={0} />
        <Mark side={1} />
      </div>
      <h1>{title}</h1>
      <p role="status">{text}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={actions.home}>
          Cancel
        </button>
        {kind === 'online' && (
          <button type="button" class="button" onClick={actions.playComputer}>
            Play the computer instead
          </button>
        )}
      </div>
    </Screen>
  );
}
