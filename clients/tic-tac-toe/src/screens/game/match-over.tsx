// After the end of a match: offer or accept a rematch, watch the match again, or leave.
import { LocalLink } from '../../../../page/local-link.tsx';
import { pathOf } from '../../state/route.ts';
import type { TableActions } from '../../state/table-actions.ts';
import { type GameRoom, matchIdOf, type Side } from '../../state/types.ts';
import type { Names } from '../../words/names.ts';

type MatchOverProps = {
  readonly room: GameRoom;
  readonly names: Names;
  readonly side: Side | null;
  readonly actions: TableActions;
};

export function MatchOver({ room, names, side, actions }: MatchOverProps) {
  const { seats, rematch } = room.document;
  const opponent: Side = side === 0 ? 1 : 0;
  const mine = side !== null && rematch.includes(side);
  const theirs = side !== null && rematch.includes(opponent);
  const gone = !seats[opponent];
  const match = matchIdOf(room);
  return (
    <div class="aftermath">
      {side !== null && (
        <p class="aftermath-said" role="status">
          {gone && `${names.plain(opponent)} has left the table.`}
          {!gone && mine && `Waiting for ${names.plain(opponent)} to agree…`}
          {!gone && theirs && !mine && `${names.plain(opponent)} would like a rematch.`}
        </p>
      )}
      <div class="buttons">
        {side !== null && !gone && !mine && (
          <button
            type="button"
            class={theirs ? 'button button-main is-asked' : 'button button-main'}
            onClick={() => void room.rematch().catch(() => {})}
          >
            {theirs ? 'Accept rematch' : 'Rematch'}
          </button>
        )}
        <LocalLink class="button" href={pathOf({ at: 'match', match })} onGo={() => actions.replay(match)}>
          Watch again
        </LocalLink>
        <button type="button" class="button" onClick={actions.home}>
          {side === null ? 'Stop watching' : 'Leave'}
        </button>
      </div>
    </div>
  );
}
