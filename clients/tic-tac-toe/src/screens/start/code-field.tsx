// The field for a room code. Small letters, spaces and dashes are accepted.
import { useState } from 'preact/hooks';

export function CodeField({ onCode }: { onCode: (code: string) => void }) {
  const [typed, setTyped] = useState('');
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  return (
    <form
      class="code-field"
      onSubmit={(event) => {
        event.preventDefault();
        if (code) onCode(code);
      }}
    >
      <label>
        <span class="field-label">Got a code from a friend?</span>
        <input
          type="text"
          value={typed}
          maxLength={16}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          enterkeyhint="go"
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button">
        Join
      </button>
    </form>
  );
}
