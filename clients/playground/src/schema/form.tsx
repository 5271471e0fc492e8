// A form made from a JSON schema: one component for each kind of field, recursive for objects and lists.
import { useState } from 'preact/hooks';
import { Group, Labelled, SmallButton } from './labelled.tsx';
import { type Field, firstValue, type Kind, kindOf, looksLike, type Schema } from './schema.ts';

export type FormProps = {
  readonly schema: Schema;
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
};

type Of<Is extends Kind['is']> = FormProps & { readonly kind: Extract<Kind, { is: Is }> };

export function Form(props: FormProps) {
  const kind = kindOf(props.schema);
  switch (kind.is) {
    case 'choice':
      return <Choice {...props} kind={kind} />;
    case 'variants':
      return <Variants {...props} kind={kind} />;
    case 'number':
      return <NumberField {...props} kind={kind} />;
    case 'record':
      return <Fields {...props} fields={kind.fields} />;
    case 'tuple':
      return <Tuple {...props} kind={kind} />;
    case 'list':
      return <List {...props} kind={kind} />;
    default:
      return kind.is === 'flag' ? <Flag {...props} /> : <Text {...props} isJson={kind.is === 'json'} />;
  }
}

/** The fields of an object; without a frame at the top level. */
export function Fields({
  label,
  value,
  onChange,
  fields,
}: FormProps & { readonly fields: readonly Field[] }) {
  const record = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const rows = fields.map(({ name, schema, required }) => {
    const change = (next: unknown) => onChange({ ...record, [name]: next });
    if (required || name in record) {
      const form = <Form schema={schema} label={name} value={record[name]} onChange={change} />;
      if (required) return <div key={name}>{form}</div>;
      const { [name]: _, ...without } = record;
      return (
        <div key={name} class="field-with">
          {form}
          <SmallButton label={`Leave out ${name}`} onClick={() => onChange(without)} text="×" />
        </div>
      );
    }
    return (
      <SmallButton
        key={name}
        label={`Add ${name}`}
        text={`+ ${name}`}
        onClick={() => change(firstValue(schema))}
      />
    );
  });
  if (label === '') return <div class="fields">{rows}</div>;
  return <Group label={label}>{rows}</Group>;
}

function Choice({ kind, label, value, onChange }: Of<'choice'>) {
  const at = kind.values.findIndex((one) => JSON.stringify(one) === JSON.stringify(value));
  return (
    <Labelled label={label}>
      {(id) => (
        <select
          id={id}
          value={at}
          onChange={(event) => onChange(kind.values[event.currentTarget.selectedIndex])}
        >
          {kind.values.map((one, index) => (
            <option key={index} value={index}>
              {typeof one === 'string' ? one : JSON.stringify(one)}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

function NumberField({ kind, label, value, onChange }: Of<'number'>) {
  const { min, max, whole } = kind;
  const range = min === undefined && max === undefined ? '' : ` (${min ?? '…'} to ${max ?? '…'})`;
  return (
    <Labelled label={label} hint={range}>
      {(id) => (
        <input
          id={id}
          type="number"
          inputMode={whole ? 'numeric' : 'decimal'}
          step={whole ? 1 : 'any'}
          value={typeof value === 'number' ? value : ''}
          onInput={(event) => {
            const next = event.currentTarget.valueAsNumber;
            if (!Number.isNaN(next)) onChange(next);
          }}
        />
      )}
    </Labelled>
  );
}

function Flag({ label, value, onChange }: FormProps) {
  return (
    <label class="flag">
      <input
        type="checkbox"
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}

/** A schema that no form can be made for is written as JSON. */
function Text({ label, value, onChange, isJson }: FormProps & { readonly isJson: boolean }) {
  const [text, setText] = useState(isJson ? JSON.stringify(value) : String(value ?? ''));
  const take = (next: string) => {
    setText(next);
    if (!isJson) onChange(next);
    else {
      try {
        onChange(JSON.parse(next));
      } catch {
        // Incomplete JSON: the last complete value stays.
      }
    }
  };
  return (
    <Labelled label={label} hint={isJson ? ' (JSON)' : ''}>
      {(id) => (
        <input
          id={id}
          type="text"
          class={isJson ? 'mono' : ''}
          value={text}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => take(event.currentTarget.value)}
        />
      )}
    </Labelled>
  );
}

function Variants({ kind, label, value, onChange }: Of<'variants'>) {
  const at = Math.max(
    0,
    kind.schemas.findIndex((one) => looksLike(one, value)),
  );
  const chosen = kind.schemas[at] ?? {};
  return (
    <Group label={label}>
      <Labelled label="kind">
        {(id) => (
          <select
            id={id}
            value={at}
            onChange={(event) => onChange(firstValue(kind.schemas[event.currentTarget.selectedIndex] ?? {}))}
          >
            {kind.schemas.map((one, index) => (
              <option key={index} value={index}>
                {describe(one)}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {'const' in chosen || chosen.type === 'null' ? null : (
        <Form key={at} schema={chosen} label="value" value={value} onChange={onChange} />
      )}
    </Group>
  );
}

function describe({ type, const: constant, enum: values, properties }: Schema): string {
  if (constant !== undefined) return JSON.stringify(constant);
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
  return properties ? `{ ${Object.keys(properties).join(', ')} }` : String(type ?? 'JSON');
}

function Tuple({ kind, label, value, onChange }: Of<'tuple'>) {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <Group label={label}>
      {kind.items.map((schema, index) => (
        <Form
          key={index}
          schema={schema}
          label={String(index)}
          value={items[index]}
          onChange={(next) => onChange(kind.items.map((_, at) => (at === index ? next : items[at])))}
        />
      ))}
    </Group>
  );
}

function List({ kind, label, value, onChange }: Of<'list'>) {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <Group label={label}>
      {items.map((item, index) => (
        <div key={index} class="field-with">
          <Form
            schema={kind.item}
            label={String(index)}
            value={item}
            onChange={(next) => onChange(items.with(index, next))}
          />
          <SmallButton
            label={`Remove ${label} ${index}`}
            text="×"
            onClick={() => onChange(items.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {items.length < kind.most && (
        <SmallButton
          label={`Add to ${label}`}
          text="+ one more"
          onClick={() => onChange([...items, firstValue(kind.item)])}
        />
      )}
    </Group>
  );
}
