// Negative controls: a store without one of its promises, to show that the check of that promise can fail.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AppendOutcome } from '../../../src/store/index.ts';
import { defaultConfig, type StoreConfig } from '../../../src/store/sqlite/schema.ts';
import { onlyIf } from '../../only-if.ts';
import { program } from './program.ts';
import { temporaryStorages } from './temporary-storages.ts';
import { unfencedConfig } from './unfenced-config.ts';

const { open, folder } = temporaryStorages();

/** A writer continues after another writer has claimed the room and written to it. */
async function lateWrite(config: StoreConfig) {
  const { rooms } = await open({}, config);
  const append = (epoch: number, revision: number, event: string) =>
    new Promise<AppendOutcome>((settled) =>
      rooms.append({ room: 'r', epoch, expected: revision - 1 }, { revision, event }, settled),
    );
  await append(1, 1, 'first');
  await rooms.claim('r');
  await append(2, 2, 'of the new writer');
  const late = await append(1, 2, 'of the old writer');
  const log = (await rooms.claim('r'))?.entries.map(({ event }) => event);
  return { late, log };
}

test('[T3] a late write is fenced', async () => {
  expect(await lateWrite(defaultConfig)).toEqual({
    late: 'fenced',
    log: ['first', 'of the new writer'],
  });
});

test('[T21] without the fence, the late write replaces a stored entry', async () => {
  expect(await lateWrite(unfencedConfig)).toEqual({ late: 'stored', log: ['first', 'of the old writer'] });
});

const strace = spawnSync('strace', ['-V']).status === 0;
const APPENDS = 40;

/** How many appends were answered before they were on disk, by the order of the system calls. */
async function answeredEarly(synchronous: string) {
  const place = folder();
  const trace = join(place, 'trace');
  const under = ['strace', '-f', '-y', '-s', '16', '-e', 'trace=pwrite64,fdatasync,fsync,write', '-o', trace];
  const argument = { folder: join(place, 'data'), rooms: 1, count: APPENDS, synchronous };
  const { code, errors } = await program('appender.ts', argument, { under }).ended;
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  return answers(readFileSync(trace, 'utf8').split('\n'));
}

function answers(calls: readonly string[]) {
  let [onDisk, answered, early] = [true, 0, 0];
  for (const call of calls) {
    if (/ pwrite64\(\d+<[^>]*-wal>/.test(call)) onDisk = false;
    // Done when it returns: on a line of its own, or on the line of the call.
    if (/(fdatasync|fsync)(\(\d+<[^>]*-wal>\)| resumed>.*) += 0/.test(call)) onDisk = true;
    if (!/ write\(1<[^>]*>, "room-/.test(call)) continue;
    answered += 1;
    if (!onDisk) early += 1;
  }
  return { answered, early };
}

test(
  '[T4] no append is answered before the fsync of its entry',
  onlyIf(strace, 'strace is not installed'),
  async () => {
    expect(await answeredEarly('FULL')).toEqual({ answered: APPENDS, early: 0 });
  },
);

test(
  '[T21] with NORMAL instead of FULL, appends are answered before the fsync',
  onlyIf(strace, 'strace is not installed'),
  async () => {
    expect((await answeredEarly('NORMAL')).early).toBeGreaterThan(APPENDS / 2);
  },
);
