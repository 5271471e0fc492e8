// How well the computer is to play: kept for the next visit, and for every other button that calls it.
import { storedLevel } from '../../state/stored.ts';

/** As the server knows them. Its own choice is the middle one. */
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
