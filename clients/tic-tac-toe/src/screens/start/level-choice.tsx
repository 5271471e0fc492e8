// The level of the computer: stored for the next visit, and used by every button that adds a bot.
import { storedLevel } from '../../state/stored.ts';

/** The server's names. Its default is the middle one. */
const LEVELS = ['easy', 'medium', 'hard'];

export function LevelChoice() {
  const kept = storedLevel.get() ?? 'medium';
  return (
    <fieldset class="levels">
      <legend class="unseen">How well the computer plays</legend>
      {LEVELS.map((level) => (
        <label key={level}>
          <input
            type="radio"
            name="level"
            defaultChecked={level === kept}
            onChange={() => storedLevel.set(level)}
          />
          {level}
        </label>
      ))}
    </fieldset>
  );
}
