import { describe, expect, test } from 'vitest';
import { closes, errorCodes, errors, serverMessage } from '../../src/protocol/index.ts';

describe('the errors', () => {
  test('have codes in capitals, and each meaning is one unique sentence', () => {
    for (const code of errorCodes) expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    const meanings = Object.values(errors).map(({ meaning }) => meaning);
    for (const meaning of meanings) expect(meaning).toMatch(/^[A-Z].{10,100}\.$/);
    expect(new Set(meanings).size).toBe(meanings.length);
  });

  test('are the only codes that error and rejected messages accept', () => {
    const error = (code: string) =>
      serverMessage.safeParse({ type: 'error', payload: { code, message: '' } }).success;
    const rejected = (code: string) =>
      serverMessage.safeParse({ type: 'rejected', payload: { room: 'r', code, message: '' } }).success;
    for (const code of errorCodes) expect([error(code), rejected(code)]).toEqual([true, true]);
    expect([error('OTHER'), rejected('OTHER')]).toEqual([false, false]);
  });
});

describe('the close reasons', () => {
  const entries = Object.values(closes);

  test('have unique codes', () => {
    expect(new Set(entries.map(({ code }) => code)).size).toBe(entries.length);
  });

  test('have codes that a server may send: registered or private ones', () => {
    // RFC 6455, 7.4: 1004 to 1006 and 1015 are never sent, 2000 to 3999 belong to others.
    const sendable = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 1014];
    for (const { code } of entries) {
      expect(sendable.includes(code) || (code >= 4000 && code <= 4999)).toBe(true);
    }
  });

  test('have meanings that fit into the reason of a close frame', () => {
    for (const { meaning } of entries) expect(Buffer.byteLength(meaning)).toBeLessThanOrEqual(123);
  });
});
