// A chat line, as plain text. Long words wrap; long lines were cut before.
import type { Bubble as Words } from '../state/use-bubbles.ts';
import { faceOf } from '../words/reactions.ts';
import { FaceIcon } from './face-icon.tsx';

export function Bubble({ words }: { words: Words }) {
  const face = faceOf(words.text);
  return (
    <span class="bubble" key={words.at}>
      {face && <FaceIcon face={face} />}
      <span>{words.text}</span>
    </span>
  );
}
