import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { onlyIf } from '../only-if.ts';
import { check } from '../programs/chaos-checker.ts';
import { installCommitLog } from '../programs/chaos-commit-log.ts';
import { History } from '../programs/chaos-history.ts';
import type { ServerProcess } from '../programs/chaos-server.ts';
import { crowd } from './crowd.ts';
import { freshFolder, product } from './serving.ts';

const isRoot = process.getuid?.() === 0;
const kept = { lost: [], doubled: [], holes: [], differing: [] };

type Disk = {
  readonly folder: string;
  /** The command under which the server runs, so that its disk is small. */
  readonly under?: readonly string[];
  /** Frees space on the disk. */
  free(server: ServerProcess): void;
};

/** A file system of its own that is nearly full. */
function smallFileSystem(): Disk {
  const place = freshFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', place]);
  onTestFinished(() => void execFileSync('umount', ['-l', place]));
  const ballast = join(place, 'ballast');
  writeFileSync(ballast, Buffer.alloc(15_600_000));
  const folder = join(place, 'data');
  mkdirSync(folder);
  return { folder, free: () => rmSync(ballast) };
}

/** A limit on the size of each file, in blocks of 512 bytes, which the log of SQLite exceeds. */
function smallFiles(): Disk {
  return {
    folder: freshFolder(),
    under: ['sh', '-c', 'ulimit -S -f 800; exec "$0" "$@"'],
    free: ({ pid }) => void execFileSync('prlimit', ['--pid', `${pid}`, '--fsize=unlimited:']),
  };
}

const disks = [
  {
    what: 'a full file system',
    open: smallFileSystem,
    ...onlyIf(canMount(), 'a tmpfs cannot be mounted: this needs Linux and root'),
  },
  {
    ...{ what: 'a limit on files', open: smallFiles },
    ...onlyIf(spawnSync('prlimit', ['-V']).status === 0, 'prlimit is not installed'),
  },
];

describe.each(disks)('[T16] $what', ({ open, skip, meta }) => {
  test('loses no accepted intent, is reported as a full disk, and play continues after it', {
    skip,
    meta,
  }, async () => {
    const [history, disk] = [new History(), open()];
    const { folder, under = [] } = disk;
    await installCommitLog(folder);
    const { server, url } = await product({ folder, under });
    await server.start();
    const players = crowd({ url, tables: 4, history });

    await history.until(() => history.refused.filter(({ code }) => code === 'STORE_FAILED').length >= 20);
    expect(server.log.join('\n')).toMatch(/(full|disk I\/O error).*a transaction of the storage failed/);
    const before = history.accepted.length;
    disk.free(server);
    await history.until(() => history.accepted.length >= before + 200);

    await Promise.all(players.map((player) => player.stop()));
    await Promise.all(players.map((player) => player.caughtUp()));
    expect(await server.drain()).toBe(0);
    expect(await check(history, folder)).toEqual(kept);
    expect(history.strandings).toEqual([]);
  });
});

describe('[T16] the server does not start with a folder', () => {
  test('that another server uses, and the other one continues', async () => {
    const folder = freshFolder();
    const first = await product({ folder });
    await first.server.start();
    const second = await product({ folder });
    await expect(second.server.start()).rejects.toThrow(`${folder} is in use by another turnkeeper process`);
    const history = new History();
    crowd({ url: first.url, tables: 1, history });
    await history.until(() => history.accepted.length > 0);
  });

  test('that is not writable', async () => {
    const folder = freshFolder();
    chmodSync(folder, 0o555);
    // Root may write anywhere, so the server runs as another user.
    const { server } = await product({ folder, ...(isRoot ? { uid: 65_534 } : {}) });
    await expect(server.start()).rejects.toThrow(`The data in ${folder} cannot be used`);
  });

  test('that is a file', async () => {
    const file = join(freshFolder(), 'file');
    writeFileSync(file, '');
    const { server } = await product({ folder: file });
    await expect(server.start()).rejects.toThrow(`The data in ${file} cannot be used`);
  });
});

/** Only root can mount, and not in every container. */
function canMount(): boolean {
  if (process.platform !== 'linux' || !isRoot) return false;
  const place = mkdtempSync(join(tmpdir(), 'turnkeeper-mount-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', place]).status === 0;
  if (isMounted) execFileSync('umount', [place]);
  rmSync(place, { recursive: true });
  return isMounted;
}
