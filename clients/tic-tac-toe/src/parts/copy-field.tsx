// A text to share, with a button that copies it, also where the browser offers no clipboard (plain http).
import { useRef, useState } from 'preact/hooks';

type CopyFieldProps = { readonly label: string; readonly text: string };

export function CopyField({ label, text }: CopyFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'idle' | 'copied' | 'selected'>('idle');

  const copy = async () => {
    setState((await toClipboard(text, input.current)) ? 'copied' : 'selected');
  };

  return (
    <div class="copy-field">
      <label>
        <span class="field-label">{label}</span>
        <input
          ref={input}
          type="text"
          readOnly
          value={text}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => setState('idle')}
        />
      </label>
      <button type="button" class="button" onClick={copy}>
        {state === 'copied' ? 'Copied' : 'Copy'}
      </button>
      <p class="copy-said" role="status">
        {state === 'copied' && <span class="unseen">Copied</span>}
        {state === 'selected' && 'Selected: press Ctrl+C, or hold to copy.'}
      </p>
    </div>
  );
}

/** @returns false where the player has to copy: the text is then selected. */
async function toClipboard(text: string, input: HTMLInputElement | null): Promise<boolean> {
  input?.focus();
  input?.select();
  try {
    // Undefined outside secure contexts, such as http://192.168.x.x; it rejects where forbidden.
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand('copy');
  }
}
