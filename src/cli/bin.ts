#!/usr/bin/env node
// The command itself. It imports nothing of ours before it knows that this Node can run the rest.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`turnkeeper needs Node 22.18 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

// A start compiles a thousand files, and from the sources strips their types: the next one need not do so again.
// It keeps them in the system's folder for temporary files; where that can't be written, nothing is kept or said.
// Where there is no such folder it is not tried: Node 24 then tries without end in some places, like /proc.
if (existsSync(tmpdir())) module.enableCompileCache();

const { main } = await import('./main.ts');
// Not just an exit code: a drain that ran out of time leaves sockets and timers behind.
process.exit(await main(process.argv.slice(2)));
