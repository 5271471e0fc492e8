// Below the board: reactions and resigning during a match; playback, rematch and leaving after it.
import { CopyField } from '../../parts/copy-field.tsx';
import { Reactions } from '../../parts/reactions.tsx';
import { Scrubber } from '../../parts/scrubber.tsx';
import type { Moves } from '../../state/moves.ts';
import type { Position } from '../../state/position.ts';
import { pathOf } from '../../state/route.ts';
import type { TableActions } from '../../state/table-actions.ts';
import { type GameRoom, matchIdOf } from '../../state/types.ts';
import type { Bubble as Words } from '../../state/use-bubbles.ts';
import type { Names } from '../../words/names.ts';
import { MatchOver } from './match-over.tsx';
import { Resign } from './resign.tsx';
import { Spectators } from './spectators.tsx';

type MatchFooterProps = {
  readonly room: GameRoom;
  readonly position: Position;
  readonly names: Names;
  readonly bubbles: readonly Words[];
  readonly moves: Moves | null;
  readonly shown: number | null;
  readonly onShown: (shown: number) => void;
  readonly onSay: (text: string) => void;
  readonly onResign: () => void;
  readonly actions: TableActions;
};

export function MatchFooter(props: MatchFooterProps) {
  const { room, position, moves, shown, actions } = props;
  const over = position.phase === 'finished';
  const watching = position.side === null;
  const link = over
    ? pathOf({ at: 'match', match: matchIdOf(room) })
    : pathOf({ at: 'watch', room: room.id });
  return (
    <div class="match-footer">
      {over && moves && moves.made.length > 0 && (
        <Scrubber moves={moves} at={shown ?? moves.made.length} onTurn={props.onShown} />
      )}
      {over && <MatchOver room={room} names={props.names} side={position.side} actions={actions} />}
      <Reactions onSay={props.onSay} />
      <div class="match-more">
        {!over && !watching && <Resign onResign={props.onResign} />}
        {!over && watching && (
          <button type="button" class="button button-small" onClick={actions.home}>
            Stop watching
          </button>
        )}
        <Spectators spectators={room.document.spectators} bubbles={props.bubbles} />
        <details class="watch-link">
          <summary>{over ? 'Link to this game' : 'Link to watch'}</summary>
          <CopyField label={over ? 'To watch it again' : 'For spectators'} text={location.origin + link} />
        </details>
      </div>
    </div>
  );
}
