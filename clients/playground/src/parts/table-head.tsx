// The head of a table: game, state or outcome, deadlines, code, seed and options.

import { useNow } from '../../../page/use-now.ts';
import { valueText } from '../machine/active.ts';
import type { Step, TableDocument } from '../state/server.ts';
import { outcomeText } from '../words/events.ts';

type TableHeadProps = {
  readonly game: string;
  readonly table: TableDocument | undefined;
  readonly step: Step | undefined;
  readonly isPast: boolean;
};

export function TableHead({ game, table, step, isPast }: TableHeadProps) {
  return (
    <div class="table-head">
      <h1>{game}</h1>
      <p class="headline" role="status">
        {step?.outcome ? outcomeText(step.outcome) : step && <code>{valueText(step.value)}</code>}
      </p>
      {step && !isPast && <Deadlines deadlines={step.deadlines} />}
      {table && (
        <dl class="facts">
          <Fact name="match" value={String(table.match)} />
          <Fact name="code" value={table.code} />
          <Fact name="seed" value={table.seed} />
          {JSON.stringify(table.options) !== '{}' && (
            <Fact name="options" value={JSON.stringify(table.options).replaceAll('"', '')} />
          )}
        </dl>
      )}
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Deadlines({ deadlines }: Pick<Step, 'deadlines'>) {
  const now = useNow(deadlines.length > 0);
  return (
    <ul class="deadlines" aria-label="Deadlines">
      {deadlines.map(({ name, at }) => (
        <li key={`${name} ${at}`}>
          {name} in <b>{leftText(at - now)}</b>
        </li>
      ))}
    </ul>
  );
}

function leftText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return seconds < 100 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
