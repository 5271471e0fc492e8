// The results as a Markdown table: one row for each figure and contestant.
import type { Result } from './record.ts';

const head = ['what', 'who', 'median', 'unit', 'range', 'to the floor'];

export function tableOf(results: readonly Result[]): string {
  const rows = results.map((result, index) => [
    result.figure === results[index - 1]?.figure ? '' : result.figure,
    ...[result.who, formatted(result.median), result.unit],
    result.samples > 1 ? `${formatted(result.low)} – ${formatted(result.high)}` : '',
    result.ratio === null || result.who === 'floor' ? '' : `× ${result.ratio.toFixed(2)}`,
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}

/** Three significant digits: the measurements are not more exact. */
function formatted(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return value.toPrecision(3);
}
