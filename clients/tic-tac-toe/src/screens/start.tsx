// The start screen: the player's name, three ways to play, and the public tables.

import { Screen } from '../parts/screen.tsx';
import type { TableActions } from '../state/table-actions.ts';
import type { Session } from '../state/use-session.ts';
import { CodeField } from './start/code-field.tsx';
import { Hero } from './start/hero.tsx';
import { NameField } from './start/name-field.tsx';
import { PublicRooms } from './start/public-rooms.tsx';
import { UnfinishedGame } from './start/unfinished-game.tsx';
import { WaysToPlay } from './start/ways-to-play.tsx';

type StartProps = {
  readonly session: Session;
  readonly actions: TableActions;
  /** The id of this player's room whose match is not over. */
  readonly unfinished: string | null;
  readonly onReturn: (room: string) => void;
};

export function Start({ session, actions, unfinished, onReturn }: StartProps) {
  return (
    <Screen name="start">
      <Hero />
      <div class="start-choices">
        {unfinished ? (
          <UnfinishedGame onReturn={() => onReturn(unfinished)} onGiveUp={() => actions.giveUp(unfinished)} />
        ) : (
          <>
            <NameField name={session.name} given={session.client.name} onName={session.rename} />
            <WaysToPlay actions={actions} />
            <CodeField onCode={actions.joinCode} />
          </>
        )}
      </div>
      {!unfinished && <PublicRooms client={session.client} actions={actions} />}
    </Screen>
  );
}
