// The size of each client library in a browser, minified and compressed.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import type { Measure } from './figure.ts';

const here = join(import.meta.dirname, '..');
const clients: Readonly<Record<string, string>> = {
  turnkeeper: `export { connect } from '../../src/client/index.ts';`,
  Colyseus: `export { Client } from '@colyseus/sdk';`,
  'boardgame.io': `export { Client } from 'boardgame.io/client'; export { SocketIO } from 'boardgame.io/multiplayer';`,
};

export const size: Measure = async ({ records }) => {
  const peers = existsSync(join(here, 'node_modules'));
  for (const [who, code] of Object.entries(clients).slice(0, peers ? undefined : 1)) {
    records.add({ figure: 'client script, gzipped', who, unit: 'KB' }, (await bytesOf(code)) / 1_000);
  }
};

async function bytesOf(code: string): Promise<number> {
  const input = join(here, 'size-entry.mjs');
  writeFileSync(input, code);
  try {
    const built = await build({
      ...{ configFile: false, logLevel: 'silent', root: here },
      build: {
        ...{ write: false, modulePreload: false },
        rolldownOptions: { input, preserveEntrySignatures: 'strict' },
      },
    });
    if (!('output' in built)) throw new Error('vite returned more than one bundle');
    const chunks = built.output.filter((file) => file.type === 'chunk');
    return chunks.reduce((sum, { code: text }) => sum + gzipSync(text).length, 0);
  } finally {
    rmSync(input);
  }
}
