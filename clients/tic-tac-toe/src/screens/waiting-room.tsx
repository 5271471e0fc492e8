// A table with a free seat: the link and the code to share, and a button for a bot.
import { CopyField } from '../parts/copy-field.tsx';
import { Mark } from '../parts/mark.tsx';
import { Screen } from '../parts/screen.tsx';
import { pathOf } from '../state/route.ts';
import { storedLevel } from '../state/stored.ts';
import type { TableActions } from '../state/table-actions.ts';
import type { GameRoom } from '../state/types.ts';
import { useTab } from '../state/use-tab.ts';

export function WaitingRoom({ room, actions }: { room: GameRoom; actions: TableActions }) {
  useTab('Waiting', false);
  const { code } = room.document;
  const link = location.origin + pathOf({ at: 'join', code });
  if (room.seat === null) return <Watching actions={actions} />;
  return (
    <Screen name="waiting">
      <div class="waiting-marks" aria-hidden="true">
        <Mark side={0} />
        <Mark side={1} />
      </div>
      <h1>Waiting for your friend</h1>
      <p role="status">Send the link. The game starts the moment it is opened.</p>
      <div class="sheet invitation">
        <CopyField label="Link" text={link} />
        <p class="code">
          <span class="field-label">or read out the code</span>
          <strong class="code-letters" role="img" aria-label={[...code].join(' ')}>
            {code}
          </strong>
        </p>
        {'share' in navigator && (
          <button type="button" class="button" onClick={() => share(link)}>
            Share…
          </button>
        )}
      </div>
      <div class="buttons">
        <button
          type="button"
          class="button"
          onClick={() => void room.addBot(storedLevel.get() ?? undefined).catch(() => {})}
        >
          Let the computer play
        </button>
        <button type="button" class="button" onClick={() => actions.giveUp(room.id)}>
          Cancel
        </button>
      </div>
    </Screen>
  );
}

function Watching({ actions }: { actions: TableActions }) {
  return (
    <Screen name="entering">
      <h1>The table is not full yet</h1>
      <p role="status">You will see the game as soon as a second player sits down.</p>
      <div class="buttons">
        <button type="button" class="button" onClick={actions.home}>
          Stop watching
        </button>
      </div>
    </Screen>
  );
}

function share(url: string): void {
  // Rejects when the player changes their mind.
  navigator.share({ title: 'Tic-tac-toe', text: 'Play tic-tac-toe with me', url }).catch(() => {});
}
