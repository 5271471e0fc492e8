// A full screen with one message and its buttons.
import type { ComponentChildren } from 'preact';
import { Screen } from './screen.tsx';

type NoticeProps = {
  readonly title: string;
  readonly text: string;
  readonly children: ComponentChildren;
};

export function Notice({ title, text, children }: NoticeProps) {
  return (
    <Screen name="notice">
      <Doodle />
      <h1>{title}</h1>
      <p role="alert">{text}</p>
      <div class="buttons">{children}</div>
    </Screen>
  );
}

/** A board whose third stroke ran off the page. */
function Doodle() {
  return (
    <svg class="doodle" viewBox="0 0 120 80" aria-hidden="true">
      <path class="ruling" d="M44 8C43 30 45 52 43 74" />
      <path class="ruling" d="M72 6C73 28 71 54 73 73" />
      <path class="ruling" d="M14 29C40 27 76 30 102 28" />
      <path class="ruling" d="M16 53C40 55 62 51 82 54C94 56 92 66 102 64C110 62 108 72 118 72" />
      <path class="side-0" d="M51 35C56 40 60 44 65 49M65 34C60 40 56 44 50 49" />
    </svg>
  );
}
