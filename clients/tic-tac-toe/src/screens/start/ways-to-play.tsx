// The three big buttons.
import type { ComponentChildren } from 'preact';
import type { TableActions } from '../../state/table-actions.ts';
import { LevelChoice } from './level-choice.tsx';

export function WaysToPlay({ actions }: { actions: TableActions }) {
  return (
    <ul class="ways">
      <Way title="Play online" text="Against the next player" onChoose={actions.playOnline}>
        <path d="M4 8.5C6 7 8 10 10 8.5S14 7 16 8.5S19 9.5 20 8.5" />
        <path d="M4 15.5C6 14 8 17 10 15.5S14 14 16 15.5S19 16.5 20 15.5" />
      </Way>
      <Way title="Play a friend" text="Send a link or a code" onChoose={actions.playFriend}>
        <path d="M10 14.2C8.4 12.4 8.6 10.4 10 9L13.2 5.8C14.8 4.2 17 4.2 18.5 5.7S19.7 9.3 18.2 10.8L16.5 12.5" />
        <path d="M14 9.8C15.6 11.6 15.4 13.6 14 15L10.8 18.2C9.2 19.8 7 19.8 5.5 18.3S4.3 14.7 5.8 13.2L7.5 11.5" />
      </Way>
      <Way
        title="Play the computer"
        text="Starts at once"
        onChoose={actions.playComputer}
        below={<LevelChoice />}
      >
        <path d="M5 7.5C5 6 6 5 7.5 5H16.5C18 5 19 6 19 7.5V14.5C19 16 18 17 16.5 17H7.5C6 17 5 16 5 14.5Z" />
        <path d="M9.5 10V11.5M14.5 10V11.5M8 20.5H16M12 17V20.5" />
      </Way>
    </ul>
  );
}

type WayProps = {
  readonly title: string;
  readonly text: string;
  readonly onChoose: () => void;
  readonly below?: ComponentChildren;
  readonly children: ComponentChildren;
};

function Way({ title, text, onChoose, below, children }: WayProps) {
  return (
    <li>
      <button type="button" class="way" onClick={onChoose}>
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
          {children}
        </svg>
        <span class="way-title">{title}</span>
        <span class="way-text">{text}</span>
      </button>
      {below}
    </li>
  );
}
