import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../programs/message-trace.ts', import.meta.url));

type Entered = { readonly file: string; readonly functions: readonly string[]; readonly calls: number };

const trace = (trip: string): Entered[] =>
  JSON.parse(
    execFileSync(process.execPath, [program, '--trip', trip, '--json'], {
      // Coverage of code from a compile cache is not precise.
      env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
      encoding: 'utf8',
    }),
  );

/** The files that a reader opens to follow a message. Raise one only for a file that is worth it. */
const LIMITS = { intent: 40, join: 48, resume: 32 };

// A reader who follows one message opens each of these files.
test.each(Object.entries(LIMITS))('the trip "%s" enters at most %i files of src', (trip, limit) => {
  const files = trace(trip).map(({ file }) => file);
  // Points that every such message passes: so an empty or a wrong trace fails.
  expect(files).toEqual(expect.arrayContaining(['src/protocol/codec.ts', 'src/session/sessions.ts']));
  expect(files.filter((file) => file.startsWith('src/testing/'))).toEqual([]);
  expect(files.length, files.join('\n')).toBeLessThanOrEqual(limit);
});
