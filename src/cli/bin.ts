#!/usr/bin/env node
// The command itself. It imports nothing before it knows that this Node can run the rest.

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`turnkeeper needs Node 22.18 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

const { main } = await import('./main.ts');
// Not just an exit code: a drain that ran out of time leaves sockets and timers behind.
process.exit(await main(process.argv.slice(2)));
