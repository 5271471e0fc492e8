import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newToken, readToken, secretFits } from '../../src/session/token.ts';

describe('tokens', () => {
  test('a token contains its player, and its secret matches the stored hash', () => {
    const { token, hash } = newToken('ann');
    const read = readToken(token);
    expect(read?.player).toBe('ann');
    expect(secretFits(read?.secret ?? '', hash)).toBe(true);
    expect(token).not.toContain(Buffer.from(hash).toString('base64url'));
  });

  test('a secret has 192 bits and is different each time', () => {
    const secrets = Array.from({ length: 200 }, () => readToken(newToken('ann').token)?.secret ?? '');
    expect(new Set(secrets).size).toBe(200);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(24);
  });

  test('player ids with dots, as in logins of other systems, are read correctly', () => {
    for (const player of ['ann@example.org', 'a.b.c', '.', 'a.']) {
      expect(readToken(newToken(player).token)?.player).toBe(player);
    }
  });

  test.each(['', 'ann', '.secret', '.'])('%j is no token', (text) => {
    expect(readToken(text)).toBeNull();
  });

  test('a different secret of any length does not match the hash', () => {
    const { token, hash } = newToken('ann');
    const secret = readToken(token)?.secret ?? '';
    for (const other of ['', secret.slice(1), `${secret}x`, secret.toUpperCase(), 'x'.repeat(1000)]) {
      expect(secretFits(other, hash)).toBe(false);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (other) => {
        expect(secretFits(other, hash)).toBe(other === secret);
      }),
      { numRuns: 50 },
    );
  });
});
