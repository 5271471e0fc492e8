// Shows a JSON value: compact, boards as boards, changes highlighted.
import type { Json } from '../state/server.ts';
import { changedPaths, isHolder } from './changes.ts';
import { type Cell, gridOf, isWordy } from './grid.ts';

type TreeProps = {
  /** Names the value to a screen reader. */
  readonly label: string;
  readonly value: Json;
  /** The value of the revision before; undefined to highlight nothing. */
  readonly before?: Json | undefined;
};

/** Values whose JSON is at most this long are shown in one line. */
const MOST_INLINE = 100;

export function Tree({ label, value, before }: TreeProps) {
  const changed = changedPaths(before, value);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and here is nothing to fill in
    <div class="tree" role="group" aria-label={label}>
      <Part value={value} path="" changed={changed} />
    </div>
  );
}

type PartProps = { readonly value: Json; readonly path: string; readonly changed: ReadonlySet<string> };

function Part({ value, path, changed }: PartProps) {
  if (!isHolder(value)) return <Leaf value={value} isChanged={changed.has(path)} />;
  const rows = Array.isArray(value) ? gridOf(value) : undefined;
  if (rows) return <Grid rows={rows} path={path} changed={changed} />;
  const entries = Object.entries(value);
  if (entries.length === 0 || isInline(value)) return <Inline value={value} path={path} changed={changed} />;
  return (
    <ul class={changed.has(path) ? 'branch is-changed' : 'branch'}>
      {entries.map(([key, item]) => (
        <li key={key} class={isHolder(item) && !isInline(item) ? 'entry entry-deep' : 'entry'}>
          <span class="key">{key}</span>
          <Part value={item} path={`${path}/${key}`} changed={changed} />
        </li>
      ))}
    </ul>
  );
}

/** Nothing inside but short values: `{ turn: 0 }`, `[1, 2]`. */
function isInline(value: Json): boolean {
  return (
    isHolder(value) &&
    JSON.stringify(value).length <= MOST_INLINE &&
    Object.values(value).every((item) => !isHolder(item)) &&
    !(Array.isArray(value) && gridOf(value))
  );
}

function Inline({ value, path, changed }: PartProps) {
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const isList = Array.isArray(value);
  return (
    <span class={changed.has(path) ? 'inline is-changed' : 'inline'}>
      <i>{isList ? '[' : '{'}</i>
      {entries.map(([key, item], index) => (
        <span key={key}>
          {index > 0 && <i>, </i>}
          {!isList && <span class="key">{key} </span>}
          <Leaf value={item} isChanged={changed.has(`${path}/${key}`)} />
        </span>
      ))}
      <i>{isList ? ']' : '}'}</i>
    </span>
  );
}

function Leaf({ value, isChanged }: { readonly value: Json; readonly isChanged: boolean }) {
  const kind = value === null ? 'null' : typeof value;
  const text = (
    <span class={`leaf leaf-${kind}`}>{typeof value === 'string' ? value || '""' : String(value)}</span>
  );
  return isChanged ? <mark class="is-changed">{text}</mark> : text;
}

type GridProps = Omit<PartProps, 'value'> & { readonly rows: readonly (readonly Cell[])[] };

function Grid({ rows, path, changed }: GridProps) {
  return (
    <table
      class={isWordy(rows) ? 'board board-wordy' : 'board'}
      role="presentation"
      style={{ '--columns': rows[0]?.length ?? 1 }}
    >
      <tbody>
        {rows.map((row, y) => (
          <tr key={y}>
            {row.map((cell) => (
              <td
                key={cell.path}
                class={changed.has(path + cell.path) ? 'is-changed' : ''}
                title={cell.path.slice(1)}
              >
                <Square value={cell.value} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Square({ value }: { readonly value: Json }) {
  if (value === null || value === false || value === '') return <span class="empty">·</span>;
  return <span>{value === true ? '●' : String(value)}</span>;
}
