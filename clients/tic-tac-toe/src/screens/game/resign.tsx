// Resigning takes two presses: the first only asks.
import { useState } from 'preact/hooks';

export function Resign({ onResign }: { onResign: () => void }) {
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <button type="button" class="button button-small" onClick={() => setAsking(true)}>
        Resign
      </button>
    );
  }
  return (
    <fieldset class="resign">
      <legend class="unseen">Really resign?</legend>
      <button type="button" class="button button-small button-main" onClick={onResign}>
        Yes, resign
      </button>
      {/* biome-ignore lint/a11y/noAutofocus: the pressed button is gone, and this is the harmless one */}
      <button type="button" class="button button-small" autoFocus onClick={() => setAsking(false)}>
        Play on
      </button>
    </fieldset>
  );
}
