#!/usr/bin/env node
// The executable. It imports no other file of the package before it knows that this Node can run them.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`turnkeeper needs Node 22.18 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

// A start compiles about 1,000 files, and from the sources strips their types; the cache saves that at the next start.
// It is in the system's folder for temporary files. If that is not writable, Node goes on without a cache. If it does
// not exist, the cache is not enabled: for some paths, such as those under /proc, Node 24 then never returns.
if (existsSync(tmpdir())) module.enableCompileCache();

const { main } = await import('./main.ts');
// process.exit, not process.exitCode: a drain that ran out of time leaves open sockets and timers.
process.exit(await main(process.argv.slice(2)));
