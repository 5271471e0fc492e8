// Every check can fail [T21]: each runs here on a server without one of its guarantees, and on the complete server.
import { describe, expect, test } from 'vitest';
import { SUBPROTOCOL } from '../../src/protocol/index.ts';
import { rawClient } from '../../src/testing/index.ts';
import { openSocket } from '../../src/testing/transport.ts';
import { onlyIf } from '../only-if.ts';
import { check } from '../programs/chaos-checker.ts';
import { installCommitLog } from '../programs/chaos-commit-log.ts';
import { History } from '../programs/chaos-history.ts';
import { type ChaosOptions, runChaos } from '../programs/chaos-run.ts';
import { freePort } from '../programs/chaos-server.ts';
import type { Control, ControlledServer } from './controlled-server.ts';
import { controlled, controlledProgram, freshFolder } from './serving.ts';
import { hasStrace, orderOf, SENT } from './trace.ts';

const kept = { lost: [], doubled: [], holes: [], differing: [] };

/** A short chaos run on a controlled server. */
function chaos(control: Control, options: Pick<ChaosOptions, 'plan' | 'undisturbedMs' | 'intents'>) {
  return runChaos({
    ...{ ...options, seed: control, players: 16 },
    program: ({ folder, port }) => {
      const configuration: ControlledServer = { control, folder, port };
      return [controlledProgram, JSON.stringify(configuration)];
    },
  });
}

describe('chaos', () => {
  const kill = { plan: { kills: 2, freezes: 0, drains: 0 } };
  const cut = { plan: { kills: 0, freezes: 1, drains: 0 }, undisturbedMs: 400, intents: 500 };

  test('the complete server passes', async () => {
    const { verdict, strandings } = await chaos('none', { ...kill, undisturbedMs: 400 });
    expect({ verdict, strandings }).toEqual({ verdict: kept, strandings: [] });
  });

  test('[T21] with answers before the commit, a kill loses accepted intents', async () => {
    const { verdict } = await chaos('with answers before the commit', kill);
    expect(verdict.lost).not.toEqual([]);
  });

  test('[T21] without the seq check, a repeated intent is applied twice', async () => {
    const { verdict } = await chaos('without the seq check', cut);
    expect(verdict.doubled).not.toEqual([]);
  });
});

/** Bob plays through a second server that has taken over the room; then through the first one, which does not know. */
async function twoServers(control: Control) {
  const [folder, history, secondPort] = [freshFolder(), new History(), await freePort()];
  await installCommitLog(folder);
  const { server, url } = await controlled(control, { folder }, secondPort);
  await server.start();
  const [ann, bob] = await Promise.all([rawClient(url), rawClient(url)]);
  await ann.hello();
  const { player, token } = await bob.hello();
  const { room } = await ann.expect('joined', ['room.create', { game: 'tic-tac-toe' }]);
  await bob.expect('joined', ['room.join', { room }]);
  await ann.expect('diff', ['intent', { room, seq: 1, intent: { type: 'place', cell: 0 } }]);

  await server.announcing('SIGUSR2');
  const elsewhere = await rawClient(`ws://127.0.0.1:${secondPort}/ws`);
  await elsewhere.hello({ token });
  await elsewhere.expect('joined', ['room.resume', { room, epoch: 0, revision: 0 }]);
  for (const [client, seq] of [
    [elsewhere, 1],
    [bob, 2],
  ] as const) {
    const intent = { type: 'place', cell: seq };
    const answer = await client.ask('intent', { room, seq, intent });
    if (answer.type === 'diff')
      history.accept({ room, player, seq, intent, revision: answer.payload.revision });
  }
  await server.kill();
  return { accepted: history.accepted.length, verdict: await check(history, folder) };
}

describe('two servers on one storage', () => {
  test('[T3] the older server is fenced, and the log has one history', async () => {
    expect(await twoServers('none')).toEqual({ accepted: 1, verdict: kept });
  });

  test('[T21] without the fence both servers accept, and the log contradicts itself', async () => {
    const { accepted, verdict } = await twoServers('without the fence');
    expect(accepted).toBe(2);
    expect([...verdict.lost, ...verdict.doubled, ...verdict.differing]).not.toEqual([]);
  });
});

describe('the order of system calls', onlyIf(hasStrace, 'strace is not installed'), () => {
  test('[T21] with synchronous=NORMAL instead of FULL, intents are answered before their sync', async () => {
    const { sent, early } = await orderOf((how) => controlled('with NORMAL instead of FULL', how));
    expect(sent).toBe(SENT);
    expect(early).toBeGreaterThan(SENT / 2);
  });

  test('[T21] with answers before the commit, intents are answered before their sync', async () => {
    const { early } = await orderOf((how) => controlled('with answers before the commit', how));
    expect(early).toBeGreaterThan(SENT / 2);
  });
});

/** More lines of 1,200 bytes than the buffers of the system hold. */
const LINES = 20_000;
const line = '😀'.repeat(300);

/** Bob stops reading while Ann writes. Afterwards: was his connection closed, or does he get all lines? */
async function slowReader(control: Control): Promise<'closed' | 'all lines'> {
  const { server, url } = await controlled(control, { folder: freshFolder() });
  await server.start();
  const ann = await rawClient(url);
  // Opened together with the client that listens to it: a socket opens whether it has a listener or not.
  const slow = openSocket(url, SUBPROTOCOL);
  const bob = await rawClient(url, { createSocket: () => slow.socket });
  await Promise.all([ann.hello(), bob.hello()]);
  const { room } = await ann.expect('joined', ['room.create', { game: 'tic-tac-toe' }]);
  await bob.expect('joined', ['room.join', { room }]);
  slow.pause();
  for (let said = 1; said < LINES; said += 1) {
    ann.send({ type: 'chat', payload: { room, text: line } });
    // Ann gets her own lines, and must not become a slow reader herself.
    if (said % 200 === 0) await ann.ask('ping', {});
  }
  await ann.expect('chat', ['chat', { room, text: 'The end.' }]);
  slow.resume();
  const allLines = async () => {
    while ((await bob.next('chat')).payload.text !== 'The end.');
    return 'all lines' as const;
  };
  return Promise.race([bob.closed.then(() => 'closed' as const), allLines().catch(() => 'closed' as const)]);
}

describe('[C5] a reader that does not read', () => {
  test('is closed', async () => {
    expect(await slowReader('none')).toBe('closed');
  });

  test('[T21] without the send-queue bound, the server keeps all lines for it', async () => {
    expect(await slowReader('without the send-queue bound')).toBe('all lines');
  });
});
