// How well the computer is to play: kept for the next visit, and for every other button that calls it.
import { keptLevel } from '../../state/keeping.ts';

/** As the server knows them. Its own choice is the middle one. */
const LEVELS = ['easy', 'medium', 'hard'];

export function LevelChoice() {
  const kept = keptLevel.get() ?? 'medium';
  return (
    <fieldset class="levels">
      <legend class="unseen">How well the computer plays</legend>
      {LEVELS.map((level) => (
        <label key={level}>
          <input
            type="radio"
            name="level"
            defaultChecked={level === kept}
            onChange={() => keptLevel.set(level)}
          />
          {level}
        </label>
      ))}
    </fieldset>
  );
}
