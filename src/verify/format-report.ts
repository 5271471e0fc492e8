// A report as text for people: counts, what was never covered, and each failure with the way to it.
import type { MatchEvent } from '../room/index.ts';
import type { Failure, SetupReport, VerifyReport } from './report.ts';

const MOST_EVENTS = 20;

/** Several lines, without one at the end. */
export function formatReport(report: VerifyReport): string {
  const { game, version, seed, setups, failures, warnings, ok } = report;
  return [
    `${game}, version ${version} (seed ${seed})`,
    ...setups.map(setupLine),
    ...coverageLines(report),
    ...warnings.map((warning) => `  warning: ${warning}`),
    ...failures.flatMap(failureLines),
    ok
      ? '  sound: no check fails'
      : `  ${failures.length} of the checks ${failures.length === 1 ? 'fails' : 'fail'}`,
  ].join('\n');
}

function setupLine({ seats, options, exhaustive, counts }: SetupReport): string {
  const chosen = JSON.stringify(options);
  const { states, edges, finals, depth, walks, steps, leakTests } = counts;
  return [
    `  ${seats} ${seats === 1 ? 'seat' : 'seats'}${chosen === '{}' ? '' : ` ${chosen}`}: ${whole(states)} states`,
    exhaustive ? ' (all there are)' : '',
    `, ${whole(edges)} edges, ${whole(finals)} finals, depth ${depth}`,
    walks > 0 ? `; ${whole(walks)} walks of ${whole(steps)} moves` : '',
    leakTests > 0 ? `; ${whole(leakTests)} leak tests` : '',
  ].join('');
}

function coverageLines({ coverage: { states, guards } }: VerifyReport): string[] {
  const missing = (what: string, names: readonly string[]): string =>
    names.length === 0 ? '' : `, ${what}: ${names.join(', ')}`;
  const entered = `${states.total - states.neverEntered.length} of ${states.total} states entered`;
  const both = new Set([...guards.neverYes, ...guards.neverNo]);
  const decided = `${guards.total - both.size} of ${guards.total} guards said yes and no`;
  return [
    `  ${entered}${missing('never', states.neverEntered)}`,
    `  ${decided}${missing('never yes', guards.neverYes)}${missing('never no', guards.neverNo)}`,
  ];
}

function failureLines({ check, message, times, replay }: Failure): string[] {
  const { events, seats, options } = replay;
  const shown = events.slice(0, MOST_EVENTS).map((event, index) => `    ${index + 1}. ${eventText(event)}`);
  const more = events.length - shown.length;
  const after = events.length === 0 ? 'at the very beginning' : `after ${events.length} moves`;
  return [
    `  ${check}: ${message}`,
    `    ${after}, ${seats} seats, options ${JSON.stringify(options)}; failed ${whole(times)} times in all`,
    ...shown,
    ...(more > 0 ? [`    … and ${more} more`] : []),
  ];
}

/** `seat 0: place {"cell":4}` */
export function eventText(event: MatchEvent): string {
  if (event.type === 'deadline') return `the deadline ${event.id} fires`;
  if (event.type === 'seat.left') return `seat ${event.seat} leaves`;
  const { type, ...fields } = event.intent;
  const said = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`;
  return `seat ${event.seat}: ${type}${said}`;
}

const whole = (count: number): string => count.toLocaleString('en');
