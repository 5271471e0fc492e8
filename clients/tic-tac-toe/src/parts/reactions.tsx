// Ready-made chat lines. Without typing there is nothing to moderate.
import { useState } from 'preact/hooks';
import { reactions } from '../words/reactions.ts';
import { FaceIcon } from './face-icon.tsx';

/** Minimum time between two reactions, in ms, so that they do not flood the chat. */
const PAUSE = 1500;

export function Reactions({ onSay }: { onSay: (text: string) => void }) {
  const [resting, setResting] = useState(false);

  const say = (text: string) => {
    if (resting) return;
    onSay(text);
    setResting(true);
    setTimeout(() => setResting(false), PAUSE);
  };

  return (
    <fieldset class={resting ? 'reactions is-resting' : 'reactions'}>
      <legend class="unseen">Say something</legend>
      {reactions.map(({ text, face }) => (
        <button
          key={text}
          type="button"
          class="reaction"
          aria-label={text}
          title={text}
          onClick={() => say(text)}
        >
          <FaceIcon face={face} />
        </button>
      ))}
    </fieldset>
  );
}
