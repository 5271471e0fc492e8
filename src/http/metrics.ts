// What the server counts, and /metrics in the text format of Prometheus. Between scrapes a count is one addition.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ConnectionCounts } from '../connection/index.ts';
import type { RoomStatus } from '../protocol/index.ts';
import type { RefusalCounter } from '../session/index.ts';

/** What a server holds at one moment. */
export type Gauges = {
  /** Open sockets. */
  readonly connections: number;
  /** Sessions in memory, those of disconnected clients included. */
  readonly sessions: number;
  /** Rooms in memory, by status. */
  readonly rooms: { readonly [Status in RoomStatus]: number };
  /** Seats held by people. */
  readonly players: number;
  /** Members without a seat. */
  readonly spectators: number;
  /** Players who wait for a quick match. */
  readonly queued: number;
  /** Counts since the start. */
  readonly traffic: ConnectionCounts;
};

/** `rejected` counts intents, `refused` everything else that was answered with an error. */
export type Metrics = RefusalCounter & {
  /** An intent was committed, this many seconds after it was received. */
  intentCommitted(seconds: number): void;
  matchFinished(game: string): void;
  /** The text for Prometheus, and its media type. */
  scrape(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Stops watching the event loop. */
  close(): void;
};

type Counts = Map<string, number>;

const add = (counts: Counts, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

// A move takes about 20 µs in memory; a durable store adds 0.2 to 10 ms.
const MOVE_SECONDS = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** The sampling interval of the event loop's delay, in ms. Every measured delay contains it. */
const LOOP_RESOLUTION = 10;

/** Labels are only error codes, end reasons and names of games, so their number is bounded. */
export function createMetrics({ read }: { readonly read: () => Gauges }): Metrics {
  const registry = new Registry();
  const rejected: Counts = new Map();
  const refused: Counts = new Map();
  const finished: Counts = new Map();
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION });
  loop.enable();

  const moves = new Histogram({
    name: 'turnkeeper_move_seconds',
    help: 'Seconds from an intent received to its revision committed.',
    buckets: MOVE_SECONDS,
    registers: [registry],
  });
  // Every gauge of one scrape shows the same moment, and the rooms are iterated once.
  let moment: Gauges | undefined;
  const now = (): Gauges => moment ?? read();
  addGauges(registry, now);
  addTraffic(registry, () => now().traffic);
  addCounts(registry, {
    name: 'intents_rejected',
    label: 'code',
    help: 'Intents rejected, by error code.',
    counts: rejected,
  });
  addCounts(registry, {
    name: 'refusals',
    label: 'code',
    help: 'Messages answered with an error, by error code; intents are not included.',
    counts: refused,
  });
  addCounts(registry, {
    name: 'matches_finished',
    label: 'game',
    help: 'Matches finished, by game.',
    counts: finished,
  });
  addProcess(registry, loop);

  return {
    intentCommitted: (seconds) => moves.observe(seconds),
    rejected: (code) => add(rejected, code),
    refused: (code) => add(refused, code),
    matchFinished: (game) => add(finished, game),
    scrape: async () => {
      moment = read();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
    close: () => void loop.disable(),
  };
}

/** One metric with its labels, as Prometheus calls it. */
type Family = { readonly name: string; readonly help: string; readonly label?: string };

/** `values` returns the samples at the moment of the scrape, as pairs of label and number. */
function addGauge(registry: Registry, { name, help, label }: Family, values: () => [string, number][]): void {
  new Gauge({
    name: `turnkeeper_${name}`,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    collect() {
      for (const [key, value] of values()) {
        if (label === undefined) this.set(value);
        else this.set({ [label]: key }, value);
      }
    },
  });
}

function addCounts(
  registry: Registry,
  { name, help, label = '', counts }: Family & { counts: Counts },
): void {
  addCounter(registry, { name, help, label }, () => [...counts]);
}

function addCounter(
  registry: Registry,
  { name, help, label }: Family,
  values: () => [string, number][],
): void {
  new Counter({
    name: `turnkeeper_${name}_total`,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    // A Counter cannot be set: it is reset, and then gets the whole count.
    collect() {
      this.reset();
      for (const [key, value] of values()) {
        if (label === undefined) this.inc(value);
        else this.inc({ [label]: key }, value);
      }
    },
  });
}

function addGauges(registry: Registry, read: () => Gauges): void {
  const one = (name: keyof Omit<Gauges, 'rooms' | 'traffic'>, help: string): void =>
    addGauge(registry, { name, help }, () => [['', read()[name]]]);
  one('connections', 'Open connections.');
  one('sessions', 'Sessions in memory, those of disconnected clients included.');
  one('players', 'Seats held by people, bots not included.');
  one('spectators', 'Spectators.');
  one('queued', 'Players waiting for a quick match.');
  addGauge(registry, { name: 'rooms', help: 'Rooms in memory, by status.', label: 'status' }, () =>
    Object.entries(read().rooms),
  );
}

function addTraffic(registry: Registry, traffic: () => ConnectionCounts): void {
  const one = (name: string, key: keyof Omit<ConnectionCounts, 'ended'>, help: string): void =>
    addCounter(registry, { name, help }, () => [['', traffic()[key]]]);
  one('connections_opened', 'opened', 'Connections accepted.');
  one('messages_received', 'received', 'Messages received.');
  one('messages_sent', 'sent', 'Messages sent.');
  one('messages_limited', 'limited', 'Messages refused by the rate limit, unread.');
  one('messages_bad', 'bad', 'Messages that violate the protocol.');
  addCounter(
    registry,
    { name: 'connections_ended', help: 'Connections ended, by reason.', label: 'end' },
    () => Object.entries(traffic().ended),
  );
}

function addProcess(registry: Registry, loop: ReturnType<typeof monitorEventLoopDelay>): void {
  const delay = {
    name: 'event_loop_delay_seconds',
    help: 'Delay of the event loop since the last scrape, in seconds.',
    label: 'quantile',
  };
  addGauge(registry, delay, () => {
    const quantiles = [50, 99, 100].map((percent): [string, number] => [
      String(percent / 100),
      Math.max(0, loop.percentile(percent) / 1e9 - LOOP_RESOLUTION / 1e3),
    ]);
    loop.reset();
    return quantiles;
  });
  const memory = {
    name: 'memory_bytes',
    help: 'Memory of the process: resident set, and JavaScript heap in use.',
    label: 'kind',
  };
  addGauge(registry, memory, () => {
    const { rss, heapUsed } = process.memoryUsage();
    return [
      ['resident', rss],
      ['heap', heapUsed],
    ];
  });
}
