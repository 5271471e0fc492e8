import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AppendOutcome, Store } from '../../../src/store/index.ts';
import { defaultConfig } from '../../../src/store/sqlite/schema.ts';
import { onlyIf } from '../../only-if.ts';
import { temporaryStorages } from './temporary-storages.ts';

const { open, folder } = temporaryStorages();

const event = 'x'.repeat(300);

function append(store: Store, room: string, epoch: number, revision: number): Promise<AppendOutcome> {
  const fence = { room, epoch, expected: revision - 1 };
  return new Promise((settled) => store.append(fence, { revision, event }, settled));
}

/** Appends to a room until the disk is full; resolves with the last revision that was stored. */
async function fill(store: Store, room: string): Promise<number> {
  for (let revision = 1; revision < 20_000; revision++) {
    const outcome = await append(store, room, 1, revision);
    if (outcome === 'stored') continue;
    expect(outcome).toBe('failed');
    return revision - 1;
  }
  throw new Error('the disk did not become full');
}

async function claimed(store: Store, room: string) {
  const stored = await store.claim(room);
  if (stored === null) throw new Error(`${room} is lost`);
  return stored;
}

test('[T16] on a full disk appends fail and the reason is reported; when there is room again, the store goes on', async () => {
  const reports: string[] = [];
  const pragmas = [...defaultConfig.pragmas, 'max_page_count = 64'];
  const { rooms } = await open({ report: ({ message }) => reports.push(message) }, { pragmas });
  for (let revision = 1; revision <= 50; revision++) await append(rooms, 'spare', 1, revision);
  const last = await fill(rooms, 'a');
  expect(reports).toEqual(['database or disk is full']);
  // The name is so long that its row is not shorter than the row that did not fit.
  expect(await append(rooms, 'another room', 1, 1)).toBe('failed');

  rooms.remove({ room: 'spare', epoch: 1, expected: 50 });
  const { epoch, entries } = await claimed(rooms, 'a');
  expect(entries.map(({ revision }) => revision)).toEqual(Array.from({ length: last }, (_, i) => i + 1));
  expect(await append(rooms, 'a', epoch, last + 1)).toBe('stored');
  expect(await rooms.rooms()).toEqual(['a']);
});

test(
  '[T16] the same on a real file system of 4 MB',
  onlyIf(canMount(), 'a tmpfs cannot be mounted: this needs Linux and root'),
  async () => {
    const place = folder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', place]);
    try {
      const ballast = join(place, 'ballast');
      writeFileSync(ballast, Buffer.alloc(2_500_000));
      const storage = await open({ folder: join(place, 'data') });
      const last = await fill(storage.rooms, 'a');
      expect(await storage.rooms.rooms()).toEqual(['a']);
      rmSync(ballast);
      const { epoch, entries } = await claimed(storage.rooms, 'a');
      expect(entries.map(({ revision }) => revision)).toEqual(Array.from({ length: last }, (_, i) => i + 1));
      expect(await append(storage.rooms, 'a', epoch, last + 1)).toBe('stored');
      await storage.close();
    } finally {
      execFileSync('umount', [place]);
    }
  },
);

/** Only root may, and not in every container. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const place = folder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', place], { stdio: 'ignore' });
    execFileSync('umount', [place]);
    return true;
  } catch {
    return false;
  }
}
