// Any failure to enter or to stay at a table, with the buttons for the next step.
import { Notice } from '../parts/notice.tsx';
import type { TableActions } from '../state/table-actions.ts';
import type { Trouble as Words } from '../words/failures.ts';

export function Trouble({ title, text, nextStep, actions }: Words & { actions: TableActions }) {
  return (
    <Notice title={title} text={text}>
      {nextStep === 'watch' && (
        <button type="button" class="button button-main" onClick={actions.watchInstead}>
          Watch the game
        </button>
      )}
      {nextStep === 'again' && (
        <button type="button" class="button button-main" onClick={actions.follow}>
          Try again
        </button>
      )}
      {nextStep === 'computer' && (
        <button type="button" class="button button-main" onClick={actions.playComputer}>
          Play the computer
        </button>
      )}
      <button
        type="button"
        class={nextStep === 'none' ? 'button button-main' : 'button'}
        onClick={actions.home}
      >
        Back to the start
      </button>
    </Notice>
  );
}
