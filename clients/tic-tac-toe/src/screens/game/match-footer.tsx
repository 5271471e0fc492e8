// Below the board: reactions and giving up while playing; leafing, rematch and the way out after the end.
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
import { Aftermath } from './aftermath.tsx';
import { Resign } from './resign.tsx';
import { Stands } from './stands.tsx';

type MatchFooterProps = {
  readonly room: GameRoom;
  readonly position: Position;
  readonly names: Names;
  readonly bubbles: readonly Words[];
  readonly moves: Moves | null;
  readonly leaf: number | null;
  readonly onLeaf: (leaf: number) => void;
  readonly onSay: (text: string) => void;
  readonly onResign: () => void;
  readonly actions: TableActions;
};

export function MatchFooter(props: MatchFooterProps) {
  const { room, position, moves, leaf, actions } = props;
  const over = position.phase === 'finished';
  const watching = position.side === null;
  const link = over
    ? pathOf({ at: 'match', match: matchIdOf(room) })
    : pathOf({ at: 'watch', room: room.id });
  return (
    <div class="match-footer">
      {over && moves && moves.made.length > 0 && (
        <Scrubber moves={moves} at={leaf ?? moves.made.length} onTurn={props.onLeaf} />
      )}
      {over && <Aftermath room={room} names={props.names} side={position.side} actions={actions} />}
      <Reactions onSay={props.onSay} />
      <div class="match-more">
        {!over && !watching && <Resign onResign={props.onResign} />}
        {!over && watching && (
          <button type="button" class="button button-small" onClick={actions.home}>
            Stop watching
          </button>
        )}
        <Stands spectators={room.document.spectators} bubbles={props.bubbles} />
        <details class="watch-link">
          <summary>{over ? 'Link to this game' : 'Link to watch'}</summary>
          <CopyField label={over ? 'To watch it again' : 'For spectators'} text={location.origin + link} />
        </details>
      </div>
    </div>
  );
}
