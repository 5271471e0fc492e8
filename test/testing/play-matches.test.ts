import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { type Progress, playMatches, scripted, startTestServer } from '../../src/testing/index.ts';

const plan = { game: 'tic-tac-toe', matches: 12, concurrency: 4, seed: 'seed' };

describe('playMatches', () => {
  test('plays the given number of matches and returns a summary', async () => {
    await using server = await startTestServer({ games: [ticTacToe] });
    const reports: Progress[] = [];
    const onProgress = (progress: Progress): void => void reports.push(progress);
    const summary = await playMatches({ ...plan, url: server.socketUrl, onProgress });
    expect(summary).toMatchObject({ finished: 12, failed: 0, rejected: 0, failures: [] });
    expect(summary.moves).toBeGreaterThanOrEqual(12 * 5);
    expect(Object.values(summary.outcomes).reduce((sum, count) => sum + count)).toBe(12);
    expect(summary.latency.p50).toBeGreaterThan(0);
    expect(summary.latency.max).toBeGreaterThanOrEqual(summary.latency.p99);
    expect(reports.at(-1)).toEqual({ finished: 12, failed: 0, moves: summary.moves });
    expect(server.left.rooms).toBe(0);
  });

  test('[C8] stays within the message rate of a server with other limits', async () => {
    const limits = { messagesPerSecond: 200, messageBurst: 20 };
    await using server = await startTestServer({ games: [ticTacToe], limits });
    const summary = await playMatches({ ...plan, matches: 8, url: server.socketUrl });
    expect(summary).toMatchObject({ finished: 8, failed: 0 });
    expect(server.server.gauges().traffic.limited).toBe(0);
  });

  test('counts a match without progress as failed, and plays the next one', async () => {
    await using server = await startTestServer({ games: [ticTacToe], transport: 'linked' });
    const summary = await playMatches({
      ...plan,
      ...{ matches: 2, concurrency: 1, seats: 2, patienceMs: 50, strategy: scripted([]) },
      url: server.socketUrl,
      connect: (options) => server.connect(options),
    });
    expect(summary).toMatchObject({ failed: 2, moves: 0 });
    expect(summary.failures[0]).toBe('no change in the match for 0.05 s');
    expect(server.left).toMatchObject({ rooms: 0, queued: 0 });
  });

  test('counts a match as failed if onMatchEnd throws', async () => {
    await using server = await startTestServer({ games: [ticTacToe], transport: 'linked' });
    const summary = await playMatches({
      ...{ ...plan, matches: 1, seats: 2, url: server.socketUrl },
      connect: (options) => server.connect(options),
      onMatchEnd: ({ seat }) => {
        if (seat === 0) throw new Error('not as it should be');
      },
    });
    expect(summary).toMatchObject({ failed: 1, failures: ['not as it should be'] });
  });

  test('rejects if there is no server, or no such game', async () => {
    const server = await startTestServer({ games: [ticTacToe] });
    const url = server.socketUrl;
    await expect(playMatches({ ...plan, url, game: 'chess' })).rejects.toThrow('it has tic-tac-toe');
    await server[Symbol.asyncDispose]();
    await expect(playMatches({ ...plan, url })).rejects.toThrow('cannot be reached');
    await expect(playMatches({ ...plan, url, seats: 2 })).rejects.toThrow('cannot be reached');
  });
});
