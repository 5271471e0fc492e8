import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultConfig } from '../../../src/store/sqlite/schema.ts';
import { WorkerClient } from '../../../src/store/sqlite/worker-client.ts';
import { onlyIf } from '../../only-if.ts';
import { temporaryStorages } from './temporary-storages.ts';

const { folder } = temporaryStorages();

test('when the thread dies, open requests are answered, new ones are refused, and it is reported once', async () => {
  const reports: string[] = [];
  const client = await WorkerClient.open({
    ...{ folder: 'unused', config: defaultConfig, report: ({ message }) => reports.push(message) },
    program: new URL('./dying-worker.ts', import.meta.url),
  });
  const died = { code: 'CLOSED', message: "The store's thread has died: out of memory." };
  const answers = [client.request(['rooms']), client.request(['claim', 'r'])];
  for (const one of answers) await expect(one).rejects.toMatchObject(died);
  await expect(client.request(['rooms'])).rejects.toMatchObject(died);
  await client.close();
  expect(reports).toEqual([died.message]);
});

async function counting() {
  const client = await WorkerClient.open({
    ...{ folder: 'unused', config: defaultConfig, report: () => {} },
    program: new URL('./counting-worker.ts', import.meta.url),
  });
  /** Resolves with how many requests came with it in one message. */
  const send = () => new Promise((resolve) => client.send(['rooms'], resolve));
  return { client, send };
}

test('[T4] requests that come while a batch is under way share the next batch', async () => {
  const { client, send } = await counting();
  const answers = [send(), send()];
  // The first batch is sent by now, and not answered: that takes an iteration of the event loop.
  for (let more = 0; more < 3; more += 1) {
    await Promise.resolve();
    answers.push(send());
  }
  expect(await Promise.all(answers)).toEqual([2, 2, 3, 3, 3]);
  expect(await send()).toBe(1);
  await client.close();
});

test('requests that come while a batch is under way are answered even if the client is closed before', async () => {
  const { client, send } = await counting();
  const answers = [send()];
  await Promise.resolve();
  answers.push(send(), send());
  await client.close();
  expect(await Promise.all(answers)).toEqual([1, 2, 2]);
});

test('under node --watch the thread sends other messages, which are not answers', async () => {
  const client = await WorkerClient.open({
    ...{ folder: folder(), config: defaultConfig, report: () => {} },
    program: new URL('./watched-worker.ts', import.meta.url),
  });
  expect(await client.request(['rooms'])).toEqual([]);
  await client.close();
});

/** The ids of the threads of this process. */
const threads = (): string[] => readdirSync('/proc/self/task');

test(
  '[T16] a refusal is received even if the thread has ended with it',
  onlyIf(process.platform === 'linux', 'the threads of a process are listed on Linux only'),
  async () => {
    const before = new Set(threads());
    const opening = WorkerClient.open({
      ...{ folder: 'unused', config: defaultConfig, report: () => {} },
      program: new URL('./refusing-worker.ts', import.meta.url),
    });
    // A busy loop, so that the main thread receives nothing before the other thread has ended.
    while (threads().some((thread) => !before.has(thread)));
    await expect(opening).rejects.toMatchObject({ code: 'FOREIGN', message: 'not ours' });
  },
);
