// A report as text for people: counts, coverage, and each failure with the events that lead to it.
import type { MatchEvent } from '../room/index.ts';
import type { Failure, SetupReport, VerifyReport } from './report.ts';

const MAX_EVENTS = 20;

/** Several lines of English, without a line break at the end. */
export function formatReport(report: VerifyReport): string {
  const { game, version, seed, engine, setups, failures, warnings, ok } = report;
  return [
    `${game}, version ${version} (seed ${seed})`,
    engineLine(engine),
    ...setups.map(setupLine),
    ...coverageLines(report),
    ...warnings.map((warning) => `  warning: ${warning}`),
    ...failures.flatMap(failureLines),
    ok ? '  passed: no check failed' : `  failed: ${plural(failures.length, 'check')}`,
  ].join('\n');
}

/** The compiled engine needs no explanation: it is what a game wants to have. */
function engineLine({ name, because }: VerifyReport['engine']): string {
  return because === undefined
    ? `  engine: ${name}`
    : `  engine: ${name}, slower than compiled, since ${because}`;
}

function setupLine({ seats, options, exhaustive, counts }: SetupReport): string {
  const chosen = JSON.stringify(options);
  const { states, edges, finals, depth, walks, steps, leakTests } = counts;
  return [
    `  ${plural(seats, 'seat')}${chosen === '{}' ? '' : ` ${chosen}`}: ${whole(states)} states`,
    exhaustive ? ' (exhaustive)' : '',
    `, ${whole(edges)} edges, ${whole(finals)} finals, depth ${depth}`,
    walks > 0 ? `; ${whole(walks)} walks of ${whole(steps)} moves in total` : '',
    leakTests > 0 ? `; ${whole(leakTests)} leak tests` : '',
  ].join('');
}

function coverageLines({ coverage: { states, guards } }: VerifyReport): string[] {
  const missing = (what: string, names: readonly string[]): string =>
    names.length === 0 ? '' : `, ${what}: ${names.join(', ')}`;
  const entered = `${states.total - states.neverEntered.length} of ${states.total} states entered`;
  const oneSided = new Set([...guards.neverYes, ...guards.neverNo]);
  const decided = `${guards.total - oneSided.size} of ${guards.total} guards returned both true and false`;
  return [
    `  ${entered}${missing('never', states.neverEntered)}`,
    `  ${decided}${missing('never true', guards.neverYes)}${missing('never false', guards.neverNo)}`,
  ];
}

function failureLines({ check, message, times, replay }: Failure): string[] {
  const { events, seats, options } = replay;
  const shown = events.slice(0, MAX_EVENTS).map((event, index) => `    ${index + 1}. ${eventText(event)}`);
  const more = events.length - shown.length;
  const after = events.length === 0 ? 'at the start' : `after ${plural(events.length, 'event')}`;
  return [
    `  ${check}: ${message}`,
    `    ${after}, ${plural(seats, 'seat')}, options ${JSON.stringify(options)}; failed ${whole(times)} times in total`,
    ...shown,
    ...(more > 0 ? [`    … and ${more} more`] : []),
  ];
}

/** One event in one line, as `seat 0: place {"cell":4}`. */
export function eventText(event: MatchEvent): string {
  if (event.type === 'deadline') return `deadline ${event.id} fires`;
  if (event.type === 'seat.left') return `seat ${event.seat} leaves`;
  const { type, ...fields } = event.intent;
  const values = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`;
  return `seat ${event.seat}: ${type}${values}`;
}

const whole = (count: number): string => count.toLocaleString('en');

const plural = (count: number, noun: string): string => `${whole(count)} ${noun}${count === 1 ? '' : 's'}`;
