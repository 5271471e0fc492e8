// A finished match from its link: who played, how it ended, and a playback of its moves.
import { Board } from '../parts/board.tsx';
import { Mark } from '../parts/mark.tsx';
import { Notice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { Scrubber } from '../parts/scrubber.tsx';
import { boardAfter } from '../state/moves.ts';
import type { TableActions } from '../state/table-actions.ts';
import { GAME } from '../state/types.ts';
import { movesOf, type RecordedMatch, usePlayback, useRecordedMatch } from '../state/use-replay.ts';
import { useTab } from '../state/use-tab.ts';
import { notRecorded, notReplayable, unreachable } from '../words/failures.ts';
import { reason, verdict, winnerOf } from '../words/headlines.ts';
import { namesOf } from '../words/names.ts';
import { Trouble } from './trouble.tsx';

type ReplayProps = {
  readonly actions: TableActions;
  /** Back to the table where this player still sits; null if the page was opened by a link. */
  readonly onReturn: (() => void) | null;
};

export function Replay({ id, ...props }: ReplayProps & { id: string }) {
  const match = useRecordedMatch(id);
  if (match === undefined) return <Screen name="entering">One moment…</Screen>;
  if (match === 'lost') {
    return (
      <Notice {...unreachable}>
        <button type="button" class="button button-main" onClick={() => location.reload()}>
          Load again
        </button>
      </Notice>
    );
  }
  if (match?.game !== GAME) return <Trouble {...notRecorded} actions={props.actions} />;
  if (!match.steps) return <Trouble {...notReplayable} actions={props.actions} />;
  return <Played {...props} match={match} steps={match.steps} />;
}

type PlayedProps = ReplayProps & {
  readonly match: RecordedMatch;
  readonly steps: NonNullable<RecordedMatch['steps']>;
};

function Played({ match, steps, actions, onReturn }: PlayedProps) {
  const moves = movesOf(steps);
  const count = moves?.made.length ?? 0;
  const { at, runs, turn, toggle } = usePlayback(count);
  const names = namesOf(match.names, null);
  const winner = winnerOf(match);
  useTab(verdict(match, names), false);
  return (
    <Screen name="match">
      <ul class="players" aria-label="Players">
        {([0, 1] as const).map((side) => (
          <li key={side} class={`player side-${side}`}>
            <span class="player-mark">
              <Mark side={side} />
            </span>
            <span class="player-who player-name">{names.plain(side)}</span>
          </li>
        ))}
      </ul>
      <div class="headline">
        <h1 class={winner === null ? '' : `side-${winner}`}>{verdict(match, names)}</h1>
        <p class="subline">{reason(match, names)}</p>
      </div>
      <div class="sheet board-sheet">
        <Board
          cells={moves ? boardAfter(moves, at) : []}
          line={at < count ? null : (steps.at(-1)?.line ?? null)}
          winner={winner}
          last={moves?.made[at - 1]?.cell ?? null}
          pending={null}
          next={null}
          onPlace={null}
        />
      </div>
      <div class="match-footer">
        {moves && count > 0 && <Scrubber moves={moves} at={at} onTurn={turn} />}
        <div class="buttons">
          {count > 0 && (
            <button type="button" class="button" onClick={toggle}>
              {runs ? 'Pause' : 'Play again'}
            </button>
          )}
          <button type="button" class="button button-main" onClick={onReturn ?? actions.home}>
            {onReturn ? 'Back to the table' : 'Play a game'}
          </button>
        </div>
      </div>
    </Screen>
  );
}
