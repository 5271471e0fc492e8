// The legal intents of a seat as buttons, by type; with a filter if there are many.
import { useState } from 'preact/hooks';
import type { Intent } from '../state/server.ts';
import type { Legal } from '../state/use-legal.ts';
import { fieldsText, intentText } from '../words/events.ts';

type LegalIntentsProps = {
  readonly legal: Legal;
  /** The room's revision: an older list is about to be replaced. */
  readonly revision: number;
  readonly onSend: (intent: Intent) => void;
};

/** Longer lists get a filter. */
const MOST_UNFILTERED = 16;

export function LegalIntents({ legal, revision, onSend }: LegalIntentsProps) {
  // Intents without fields share one row of buttons with their names.
  const groups = Map.groupBy(legal.intents, (intent) => (fieldsText(intent) === '' ? '' : intent.type));
  const bare = groups.get('') ?? [];
  groups.delete('');
  return (
    <div class="legal" aria-busy={legal.revision < revision} data-revision={legal.revision}>
      {[...groups].map(([type, intents]) => (
        <Group key={type} type={type} intents={intents} onSend={onSend} />
      ))}
      {bare.length > 0 && <Buttons intents={bare} onSend={onSend} label="without fields" />}
      {!legal.complete && (
        <p class="soft">There may be more legal intents than can be listed: see “Send any intent”.</p>
      )}
    </div>
  );
}

type GroupProps = {
  readonly type: string;
  readonly intents: readonly Intent[];
  readonly onSend: (intent: Intent) => void;
};

function Group({ type, intents, onSend }: GroupProps) {
  const [filter, setFilter] = useState('');
  const isLong = intents.length > MOST_UNFILTERED;
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = intents.filter((one) => words.every((word) => intentText(one).toLowerCase().includes(word)));
  return (
    <div class="legal-group">
      <div class="legal-head">
        <h3>{type}</h3>
        {isLong && (
          <>
            <input
              type="search"
              aria-label={`Filter ${type}`}
              placeholder={`filter ${intents.length}`}
              value={filter}
              onInput={(event) => setFilter(event.currentTarget.value)}
            />
            {filter && <span class="soft">{shown.length}</span>}
          </>
        )}
      </div>
      <Buttons intents={shown} onSend={onSend} label={type} isLong={isLong} />
    </div>
  );
}

type ButtonsProps = Omit<GroupProps, 'type'> & { readonly label: string; readonly isLong?: boolean };

function Buttons({ intents, onSend, label, isLong }: ButtonsProps) {
  return (
    <ul class={isLong ? 'intents intents-long' : 'intents'} aria-label={label}>
      {intents.map((intent) => (
        <li key={JSON.stringify(intent)}>
          <button
            type="button"
            class="button intent"
            title={intentText(intent)}
            onClick={() => onSend(intent)}
          >
            <Words intent={intent} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The type is shown above the list; screen readers get it with each button. */
function Words({ intent }: { readonly intent: Intent }) {
  const fields = fieldsText(intent);
  if (fields === '') return <>{intent.type}</>;
  return (
    <>
      <span class="unseen">{intent.type} </span>
      {fields}
    </>
  );
}
