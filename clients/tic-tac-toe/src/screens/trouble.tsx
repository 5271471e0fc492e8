// Any trouble at the door or at the table, with the buttons that lead on.
import { Notice } from '../parts/notice.tsx';
import type { TableActions } from '../state/table-actions.ts';
import type { Trouble as Words } from '../words/failures.ts';

export function Trouble({ title, text, wayOn, actions }: Words & { actions: TableActions }) {
  return (
    <Notice title={title} text={text}>
      {wayOn === 'watch' && (
        <button type="button" class="button button-main" onClick={actions.watchInstead}>
          Watch the game
        </button>
      )}
      {wayOn === 'again' && (
        <button type="button" class="button button-main" onClick={actions.follow}>
          Try again
        </button>
      )}
      {wayOn === 'computer' && (
        <button type="button" class="button button-main" onClick={actions.playComputer}>
          Play the computer
        </button>
      )}
      <button type="button" class={wayOn === 'none' ? 'button button-main' : 'button'} onClick={actions.home}>
        Back to the start
      </button>
    </Notice>
  );
}
