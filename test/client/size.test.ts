import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, test } from 'vitest';

/** Maximum size of the minified and gzipped SDK, in bytes, as the README promises. */
const MOST = 6000;

test('the SDK is under 6 kB, and contains only the folders it uses', async () => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    root: new URL('../..', import.meta.url).pathname,
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: 'src/client/index.ts', preserveEntrySignatures: 'strict' },
    },
  });
  if (!('output' in built)) throw new Error('vite gave more than one bundle');
  const [chunk] = built.output;
  expect(chunk.imports).toEqual([]);
  const rendered = Object.entries(chunk.modules).filter(([, { renderedLength }]) => renderedLength > 0);
  const folders = rendered.map(([file]) => file.replace(/.*\/src\//, '').replace(/\/.*/, ''));
  expect([...new Set(folders)].sort()).toEqual(['client', 'patch']);
  expect(gzipSync(chunk.code).length).toBeLessThan(MOST);
});
