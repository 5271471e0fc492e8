import { afterEach, describe, expect, test } from 'vitest';
import { createMetrics, type Gauges, type Metrics } from '../../src/http/metrics.ts';

let metrics: Metrics;
afterEach(() => metrics.close());

const gauges: Gauges = {
  connections: 3,
  sessions: 4,
  rooms: { waiting: 1, playing: 2, finished: 0 },
  players: 5,
  spectators: 6,
  queued: 7,
  traffic: { opened: 8, received: 9, sent: 10, limited: 11, bad: 12, ended: { takenOver: 13, lost: 14 } },
};

async function samples(): Promise<Record<string, string | undefined>> {
  const { text } = await metrics.scrape();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), line.split(' ').at(-1)]),
  );
}

describe('metrics', () => {
  test('gauges are read at the moment of the scrape', async () => {
    let now = gauges;
    metrics = createMetrics({ read: () => now });
    expect(await samples()).toMatchObject({
      turnkeeper_connections: '3',
      turnkeeper_sessions: '4',
      'turnkeeper_rooms{status="playing"}': '2',
      turnkeeper_players: '5',
      turnkeeper_spectators: '6',
      turnkeeper_queued: '7',
      turnkeeper_connections_opened_total: '8',
      turnkeeper_messages_received_total: '9',
      turnkeeper_messages_sent_total: '10',
      turnkeeper_messages_limited_total: '11',
      turnkeeper_messages_bad_total: '12',
      'turnkeeper_connections_ended_total{end="takenOver"}': '13',
      'turnkeeper_connections_ended_total{end="lost"}': '14',
    });
    now = { ...gauges, connections: 1, traffic: { ...gauges.traffic, opened: 20 } };
    expect(await samples()).toMatchObject({
      turnkeeper_connections: '1',
      turnkeeper_connections_opened_total: '20',
    });
  });

  test('an event is counted once, by code or by game, for any number of scrapes', async () => {
    metrics = createMetrics({ read: () => gauges });
    metrics.rejected('INTENT_ILLEGAL');
    metrics.rejected('INTENT_ILLEGAL');
    metrics.refused('UNKNOWN_ROOM');
    metrics.matchFinished('tic-tac-toe');
    const counted = {
      'turnkeeper_intents_rejected_total{code="INTENT_ILLEGAL"}': '2',
      'turnkeeper_refusals_total{code="UNKNOWN_ROOM"}': '1',
      'turnkeeper_matches_finished_total{game="tic-tac-toe"}': '1',
    };
    expect(await samples()).toMatchObject(counted);
    expect(await samples()).toMatchObject(counted);
  });

  test('durations of moves are counted in buckets', async () => {
    metrics = createMetrics({ read: () => gauges });
    for (const seconds of [0.000_05, 0.0004, 2]) metrics.intentCommitted(seconds);
    expect(await samples()).toMatchObject({
      'turnkeeper_move_seconds_bucket{le="0.0001"}': '1',
      'turnkeeper_move_seconds_bucket{le="0.0005"}': '2',
      'turnkeeper_move_seconds_bucket{le="1"}': '2',
      'turnkeeper_move_seconds_bucket{le="+Inf"}': '3',
      turnkeeper_move_seconds_count: '3',
    });
  });

  test('two servers in one process have separate counts', async () => {
    const other = createMetrics({ read: () => gauges });
    metrics = createMetrics({ read: () => gauges });
    other.refused('BAD_JSON');
    other.close();
    expect(await samples()).not.toHaveProperty('turnkeeper_refusals_total{code="BAD_JSON"}');
  });

  test('every metric has a help text and a type', async () => {
    metrics = createMetrics({ read: () => gauges });
    const { text, contentType } = await metrics.scrape();
    expect(contentType).toContain('version=0.0.4');
    const families = [...text.matchAll(/^# HELP (\S+) \S/gm)].map(([, name]) => name);
    expect(families).toEqual(
      [...text.matchAll(/^# TYPE (\S+) (?:gauge|counter|histogram)$/gm)].map(([, name]) => name),
    );
    expect(families.length).toBeGreaterThan(15);
    expect(new Set(families).size).toBe(families.length);
  });
});
