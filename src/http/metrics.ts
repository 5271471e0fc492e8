// What the server counts, and /metrics in Prometheus' text form. Until somebody asks, it is plain additions.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ConnectionCounts } from '../connection/index.ts';
import type { RoomStatus } from '../protocol/index.ts';
import type { Refusals } from '../session/index.ts';

/** The state of the house at one moment, read when somebody asks for the metrics. */
export type Gauges = {
  readonly connections: number;
  readonly sessions: number;
  readonly rooms: { readonly [Status in RoomStatus]: number };
  /** Seats held by people, and members who only watch. */
  readonly players: number;
  readonly spectators: number;
  /** Players who wait for a quick match. */
  readonly queued: number;
  readonly traffic: ConnectionCounts;
};

/** `rejected` counts intents, `refused` everything else that was answered with an error. */
export type Metrics = Refusals & {
  /** An intent was committed, so many seconds after it was taken off the wire. */
  accepted(seconds: number): void;
  matchFinished(game: string): void;
  /** The text for Prometheus, and its media type. */
  scrape(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Stops watching the event loop. */
  close(): void;
};

type Counts = Map<string, number>;

const add = (tally: Counts, key: string): void => void tally.set(key, (tally.get(key) ?? 0) + 1);

// A step of the machine takes about 20 µs in memory; a durable store adds 0.2 to 10 ms.
const MOVE_SECONDS = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** How often the watch on the event loop looks, in ms; what it measures has this in it. */
const LOOP_RESOLUTION = 10;

/** Labels are the catalogues' codes and the games' names alone, so their number is bounded. */
export function createMetrics({ read }: { readonly read: () => Gauges }): Metrics {
  const registry = new Registry();
  const rejected: Counts = new Map();
  const refused: Counts = new Map();
  const finished: Counts = new Map();
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION });
  loop.enable();

  const moves = new Histogram({
    name: 'turnkeeper_move_seconds',
    help: 'From an intent taken off the wire to its revision committed.',
    buckets: MOVE_SECONDS,
    registers: [registry],
  });
  // Every gauge of one scrape is of the same moment, and the rooms are gone through once.
  let moment: Gauges | undefined;
  const now = (): Gauges => moment ?? read();
  addGauges(registry, now);
  addTraffic(registry, () => now().traffic);
  addCounts(registry, {
    name: 'intents_rejected',
    label: 'code',
    help: 'Intents rejected.',
    tally: rejected,
  });
  addCounts(registry, {
    name: 'refusals',
    label: 'code',
    help: 'Errors answered to messages.',
    tally: refused,
  });
  addCounts(registry, { name: 'matches_finished', label: 'game', help: 'Matches ended.', tally: finished });
  addProcess(registry, loop);

  return {
    accepted: (seconds) => moves.observe(seconds),
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

type Family = { readonly name: string; readonly help: string; readonly label?: string };

/** `values` gives the family's samples at the moment of the scrape: label value to number. */
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

function addCounts(registry: Registry, { name, help, label = '', tally }: Family & { tally: Counts }): void {
  addCounter(registry, { name, help, label }, () => [...tally]);
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
    // A Counter cannot be set, so it starts anew each time and is given the whole.
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
  one('connections', 'Live sockets.');
  one('sessions', 'Identified clients, those who are away included.');
  one('players', 'Seats held by people.');
  one('spectators', 'Members who only watch.');
  one('queued', 'Players who wait for a quick match.');
  addGauge(registry, { name: 'rooms', help: 'Rooms by status.', label: 'status' }, () =>
    Object.entries(read().rooms),
  );
}

function addTraffic(registry: Registry, traffic: () => ConnectionCounts): void {
  const one = (name: string, key: keyof Omit<ConnectionCounts, 'ended'>, help: string): void =>
    addCounter(registry, { name, help }, () => [['', traffic()[key]]]);
  one('connections_opened', 'opened', 'Connections accepted.');
  one('messages_received', 'received', 'Messages taken in.');
  one('messages_sent', 'sent', 'Messages sent.');
  one('messages_limited', 'limited', 'Messages refused for their rate, unread.');
  one('messages_bad', 'bad', 'Messages that were none of the protocol.');
  addCounter(registry, { name: 'connections_ended', help: 'Connections ended, by why.', label: 'end' }, () =>
    Object.entries(traffic().ended),
  );
}

function addProcess(registry: Registry, loop: ReturnType<typeof monitorEventLoopDelay>): void {
  const delay = { name: 'event_loop_delay_seconds', help: 'Since the last scrape.', label: 'quantile' };
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
    help: 'Of the process: resident, and of its heap in use.',
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
