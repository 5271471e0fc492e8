import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/server/log.ts';

function written(): { lines: string[]; destination: { write(line: string): void } } {
  const lines: string[] = [];
  return { lines, destination: { write: (line) => void lines.push(line) } };
}

describe('log', () => {
  test('[R7] no secret is written, at any of the first three levels', () => {
    const { lines, destination } = written();
    const log = createLog({ level: 'trace', destination });
    const canary = 'canary-7f3a';
    log.info({ token: canary });
    log.info({ payload: { token: canary, seed: canary } });
    log.info({ request: { headers: { authorization: canary, cookie: canary } } });
    log.info({ headers: { 'sec-websocket-protocol': canary } });
    log.info({ message: { payload: { secret: canary, password: canary } } });
    expect(lines).toHaveLength(5);
    expect(lines.join('')).not.toContain(canary);
    expect(lines[0]).toContain('[redacted]');
  });

  test('a line is one JSON object, even if a name contains line breaks', () => {
    const { lines, destination } = written();
    createLog({ level: 'info', destination }).info({ name: 'Ann\n{"level":60}' }, 'hello');
    expect(lines[0]?.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name: 'Ann\n{"level":60}', msg: 'hello' });
  });

  test('by default only warnings and errors are written', () => {
    const { lines, destination } = written();
    const log = createLog({ destination });
    log.info('quiet');
    log.warn('loud');
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['loud']);
  });
});
