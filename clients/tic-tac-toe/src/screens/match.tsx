// A match, running or over: players, headline, board, and everything below it.
import { useEffect, useState } from 'preact/hooks';
import type { Client } from '../../../../src/client/index.ts';
import { Board } from '../parts/board.tsx';
import { Players } from '../parts/players.tsx';
import { Screen } from '../parts/screen.tsx';
import { boardAfter } from '../state/moves.ts';
import { positionOf } from '../state/position.ts';
import type { TableActions } from '../state/table-actions.ts';
import type { GameRoom } from '../state/types.ts';
import { useAnnouncement } from '../state/use-announcement.ts';
import { useBubbles } from '../state/use-bubbles.ts';
import { useMoves } from '../state/use-moves.ts';
import { useNames } from '../state/use-names.ts';
import { usePlay } from '../state/use-play.ts';
import { useTab } from '../state/use-tab.ts';
import { headline, winnerOf } from '../words/headlines.ts';
import { Headline } from './game/headline.tsx';
import { MatchFooter } from './game/match-footer.tsx';

type MatchProps = { readonly room: GameRoom; readonly client: Client; readonly actions: TableActions };

export function Match({ room, client, actions }: MatchProps) {
  const { document } = room;
  const position = positionOf(room);
  const names = useNames(document, position.side);
  const play = usePlay(room, position);
  const moves = useMoves(room);
  const { bubbles, say } = useBubbles(room);
  const [shown, setShown] = useShownMoves(document.match, position.phase);
  const news = useAnnouncement(position, document, names);
  const mine = position.turn !== null && position.turn === position.side;
  useTab(headline(position, document, names), mine);

  const isPast = shown !== null && moves !== null && shown < moves.made.length;
  const mayPlay = position.side !== null && position.phase === 'playing';
  return (
    <Screen name="match">
      <Players document={document} position={position} names={names} client={client} bubbles={bubbles} />
      <Headline
        document={document}
        position={position}
        names={names}
        client={client}
        refusal={play.refusal}
      />
      <div class="sheet board-sheet">
        <Board
          key={document.match}
          cells={isPast ? boardAfter(moves, shown) : position.cells}
          line={isPast ? null : position.line}
          winner={winnerOf(document)}
          last={isPast ? (moves.made[shown - 1]?.cell ?? null) : position.last}
          pending={position.pending}
          next={mine ? position.side : null}
          onPlace={mayPlay ? play.place : null}
        />
      </div>
      <MatchFooter
        room={room}
        position={position}
        names={names}
        bubbles={bubbles}
        moves={moves}
        shown={shown}
        onShown={setShown}
        onSay={say}
        onResign={play.resign}
        actions={actions}
      />
      <p class="unseen" role="status">
        {news}
      </p>
    </Screen>
  );
}

/** How many moves are shown; null for all. A new match, or the end of one, shows all again. */
function useShownMoves(match: number, phase: string) {
  const state = useState<number | null>(null);
  const [, setShown] = state;
  useEffect(() => setShown(null), [match, phase]);
  return state;
}
