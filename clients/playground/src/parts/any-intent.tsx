// A form for any intent, legal or not: made from the game's schemas, or written by hand as JSON.
import { useState } from 'preact/hooks';
import { Fields } from '../schema/form.tsx';
import { Labelled } from '../schema/labelled.tsx';
import { fieldsOf, firstValue, type Schema } from '../schema/schema.ts';
import type { Intent } from '../state/server.ts';

type AnyIntentProps = {
  readonly intents: Readonly<Record<string, Schema>>;
  readonly onSend: (intent: Intent) => void;
};

const AS_JSON = 'as JSON …';

export function AnyIntent({ intents, onSend }: AnyIntentProps) {
  const types = Object.keys(intents);
  const [type, setType] = useState(types[0] ?? AS_JSON);
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>({});
  const [text, setText] = useState('{ "type": "" }');
  const schema = intents[type];
  const fields = values[type] ?? (schema && firstValue(schema));
  const written = type === AS_JSON ? parsed(text) : { ...(fields as object), type };

  return (
    <details class="any-intent">
      <summary>Send any intent</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (written) onSend(written as Intent);
        }}
      >
        <Labelled label="type">
          {(id) => (
            <select id={id} value={type} onChange={(event) => setType(event.currentTarget.value)}>
              {[...types, AS_JSON].map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        {schema ? (
          <Fields
            key={type}
            schema={schema}
            fields={fieldsOf(schema)}
            label=""
            value={fields}
            onChange={(value) => setValues({ ...values, [type]: value })}
          />
        ) : (
          <Labelled label="intent" hint={written ? '' : ' (not JSON yet)'}>
            {(id) => (
              <textarea
                id={id}
                class="mono"
                rows={3}
                value={text}
                spellcheck={false}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            )}
          </Labelled>
        )}
        <button type="submit" class="button" disabled={!written}>
          Send
        </button>
      </form>
    </details>
  );
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
