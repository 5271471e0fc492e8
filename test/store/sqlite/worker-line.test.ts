import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { productTerms } from '../../../src/store/sqlite/terms.ts';
import { WorkerLine } from '../../../src/store/sqlite/worker-line.ts';
import { storing } from './stored-in.ts';

const { folder } = storing();

test('when its thread dies, what was asked is answered, more is refused, and it is reported once', async () => {
  const reports: string[] = [];
  const line = await WorkerLine.open({
    ...{ folder: 'unused', terms: productTerms, report: ({ message }) => reports.push(message) },
    program: new URL('./dying-worker.ts', import.meta.url),
  });
  const died = { code: 'CLOSED', message: "The store's thread has died: out of memory." };
  const asked = [line.request(['rooms']), line.request(['claim', 'r'])];
  for (const one of asked) await expect(one).rejects.toMatchObject(died);
  await expect(line.request(['rooms'])).rejects.toMatchObject(died);
  await line.close();
  expect(reports).toEqual([died.message]);
});

test('under node --watch its thread says more than we asked: that is not an answer', async () => {
  const line = await WorkerLine.open({
    ...{ folder: folder(), terms: productTerms, report: () => {} },
    program: new URL('./watched-worker.ts', import.meta.url),
  });
  expect(await line.request(['rooms'])).toEqual([]);
  await line.close();
});

/** The threads of this process, as the system has them. */
const threads = (): string[] => readdirSync('/proc/self/task');

test.skipIf(process.platform !== 'linux')(
  '[T16] a refusal is heard also where the thread has ended with it',
  async () => {
    const before = new Set(threads());
    const opening = WorkerLine.open({
      ...{ folder: 'unused', terms: productTerms, report: () => {} },
      program: new URL('./refusing-worker.ts', import.meta.url),
    });
    // The main thread hears nothing until the other is gone, since this does not let go of it.
    while (threads().some((thread) => !before.has(thread)));
    await expect(opening).rejects.toMatchObject({ code: 'FOREIGN', message: 'not ours' });
  },
);
