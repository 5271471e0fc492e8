import { describe, expect, test } from 'vitest';
import { Inbox } from '../../src/room/inbox.ts';

/** A command that ends when the test resolves it. */
function pending(ran: string[], name: string) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const command = (): Promise<void> => {
    ran.push(name);
    return promise;
  };
  return { command, resolve, reject };
}

describe('order', () => {
  test('[R1] commands run in order, each after the previous one has ended', async () => {
    const inbox = new Inbox(10);
    const ran: string[] = [];
    const [first, second] = [pending(ran, 'first'), pending(ran, 'second')];
    const started = inbox.run(first.command);
    inbox.run(second.command);
    const third = inbox.run(() => void ran.push('third'));
    expect(ran).toEqual(['first']);
    first.resolve();
    await started;
    expect(ran).toEqual(['first', 'second']);
    second.resolve();
    await third;
    expect(ran).toEqual(['first', 'second', 'third']);
  });

  test('[R1] an idle inbox runs a command within the call, and returns its result without a promise', () => {
    expect(new Inbox(1).run(() => 7)).toBe(7);
  });

  test('[R1] a command that another command adds runs after those that already wait', async () => {
    const inbox = new Inbox(10);
    const ran: string[] = [];
    const step = (name: string) => (): void => void ran.push(name);
    await inbox.run(() => {
      inbox.run(step('waited'));
      inbox.run(() => {
        inbox.run(step('nested'));
        step('outer')();
      });
      inbox.run(step('last'));
    });
    expect(ran).toEqual(['waited', 'outer', 'last', 'nested']);
  });

  test('100,000 waiting commands that end within the call do not overflow the stack', async () => {
    const inbox = new Inbox(1);
    const blocker = pending([], 'blocker');
    let ran = 0;
    inbox.run(blocker.command);
    const last = Array.from({ length: 100_000 }, () =>
      inbox.run(() => {
        ran += 1;
      }),
    ).at(-1);
    blocker.resolve();
    await last;
    expect(ran).toBe(100_000);
  });
});

describe('the end of a command', () => {
  /** Every way in which a command can end. */
  const ends: [string, () => unknown][] = [
    ['returns', () => 1],
    [
      'throws',
      () => {
        throw new Error('thrown');
      },
    ],
    ['resolves', () => Promise.resolve(1)],
    ['rejects', () => Promise.reject(new Error('rejected'))],
    [
      'throws undefined',
      () => {
        throw undefined;
      },
    ],
  ];

  test.each(ends)('[R1] the next command runs after a command that %s', async (_, command) => {
    for (const isBusy of [false, true]) {
      const inbox = new Inbox(10);
      const blocker = pending([], 'blocker');
      if (isBusy) inbox.run(blocker.command);
      const outcome = (async () => await inbox.run(command))().catch((error: unknown) => ({ error }));
      const next = inbox.run(() => 'next');
      blocker.resolve();
      await outcome;
      expect(await next).toBe('next');
      expect(inbox.run(() => 'within the call')).toBe('within the call');
    }
  });

  test('the caller of a command gets its error, thrown within the call or as a rejection', async () => {
    const inbox = new Inbox(10);
    const fault = (): never => {
      throw new Error('fault');
    };
    expect(() => inbox.run(fault)).toThrow('fault');
    const blocker = pending([], 'blocker');
    inbox.run(blocker.command);
    const queued = inbox.run(fault);
    blocker.reject(new Error('its own'));
    await expect(queued).rejects.toThrow('fault');
  });
});

test('[C8] an inbox is full at its limit of waiting commands; it still takes commands of the room itself', async () => {
  const inbox = new Inbox(2);
  const ran: string[] = [];
  const blocker = pending(ran, 'running');
  inbox.run(blocker.command);
  expect(inbox.isFull).toBe(false);
  for (const name of ['first', 'second']) inbox.run(() => void ran.push(name));
  expect(inbox.isFull).toBe(true);
  const own = inbox.run(() => void ran.push('own'));
  blocker.resolve();
  await own;
  expect(ran).toEqual(['running', 'first', 'second', 'own']);
  expect(inbox.isFull).toBe(false);
});
