// The player's name: stored for the next visit, and sent when the field is left.
import { useState } from 'preact/hooks';

type NameFieldProps = {
  readonly name: string;
  /** The name that the server has made up. */
  readonly given: string;
  readonly onName: (name: string) => void;
};

/** The server cuts longer names anyway. */
const MOST_CHARACTERS = 24;

export function NameField({ name, given, onName }: NameFieldProps) {
  const [typed, setTyped] = useState(name);
  return (
    <form
      class="name-field"
      onSubmit={(event) => {
        event.preventDefault();
        onName(typed);
      }}
    >
      <label>
        <span class="field-label">Your name</span>
        <input
          type="text"
          value={typed}
          placeholder={given || 'Guest'}
          maxLength={MOST_CHARACTERS}
          autocomplete="nickname"
          spellcheck={false}
          enterkeyhint="done"
          onInput={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => onName(typed)}
        />
      </label>
    </form>
  );
}
