// Runs after `npm install`: lets plain `npx vitest` and editors find .config/vitest.config.ts. vitest looks for its
// configuration in the root only, and the root has no tool settings. Without this step `npm test` works all the same.
import { existsSync, renameSync, writeFileSync } from 'node:fs';

const program = new URL('../node_modules/vitest/vitest.mjs', import.meta.url);

const text = `#!/usr/bin/env node
// Written by .config/prepare.mjs of the repository: below its root, vitest takes .config/vitest.config.ts.
import { isAbsolute, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const way = relative(root, process.cwd());
const isBelow = !way.startsWith('..') && !isAbsolute(way);
const isGiven = process.argv.some((arg) => /^(-c|-r|--config|--root)(=|$)/.test(arg));
if (isBelow && !isGiven) process.argv.splice(2, 0, '--config=' + resolve(root, '.config/vitest.config.ts'));

await import('./dist/cli.js');
`;

// An install without dev dependencies has no vitest.
if (existsSync(program)) {
  // Not in place: package managers share such files between projects by hard links.
  const next = new URL('vitest.mjs.next', program);
  writeFileSync(next, text, { mode: 0o755 });
  renameSync(next, program);
}
