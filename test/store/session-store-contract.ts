// The contract of SessionStore. Each implementation runs it.
import { describe, expect, test } from 'vitest';
import type { SessionStore, StoredSession } from '../../src/store/index.ts';

const session = (player: string, change: Partial<StoredSession> = {}): StoredSession => ({
  player,
  name: `Ms ${player}`,
  hash: Uint8Array.from([0, 1, 128, 255]),
  seenAt: 1_000,
  ...change,
});

/** Registers the contract for one implementation; `make` gives an empty store each time. */
export function sessionStoreContract(name: string, make: () => SessionStore | Promise<SessionStore>): void {
  describe(`${name} sessions`, () => {
    test('a session is loaded as it was saved', async () => {
      const sessions = await make();
      await sessions.save(session('ann'));
      await sessions.save(session('__proto__', { name: 'Zoë "x"' }));
      const read = await sessions.load('ann');
      expect(read).toEqual(session('ann'));
      expect([...(read?.hash ?? [])]).toEqual([0, 1, 128, 255]);
      expect(await sessions.load('__proto__')).toEqual(session('__proto__', { name: 'Zoë "x"' }));
    });

    test('the bytes of a Buffer are saved; later changes to the Buffer are not', async () => {
      const sessions = await make();
      const hash = Buffer.from('abcd', 'hex');
      await sessions.save(session('ann', { hash }));
      hash[0] = 0;
      expect([...((await sessions.load('ann'))?.hash ?? [])]).toEqual([0xab, 0xcd]);
    });

    test('an unknown player is null', async () => {
      expect(await (await make()).load('nobody')).toBeNull();
    });

    test('saving again replaces: only the latest token of a player is valid', async () => {
      const sessions = await make();
      await sessions.save(session('ann'));
      const later = session('ann', { hash: Uint8Array.from([7]), name: 'Ann', seenAt: 2_000 });
      await sessions.save(later);
      expect(await sessions.load('ann')).toEqual(later);
    });

    test('a removed session is unknown, and no other is', async () => {
      const sessions = await make();
      await Promise.all(['ann', 'bob'].map((player) => sessions.save(session(player))));
      await sessions.remove('ann');
      await sessions.remove('nobody');
      expect(await sessions.load('ann')).toBeNull();
      expect(await sessions.load('bob')).toEqual(session('bob'));
    });

    test('prune deletes the sessions last seen before a time (ms), and returns their number', async () => {
      const sessions = await make();
      for (const seenAt of [998, 999, 1_000]) await sessions.save(session(`p${seenAt}`, { seenAt }));
      expect(await sessions.prune(1_000)).toBe(2);
      expect(await sessions.prune(1_000)).toBe(0);
      expect(await sessions.load('p999')).toBeNull();
      expect(await sessions.load('p1000')).not.toBeNull();
    });
  });
}
