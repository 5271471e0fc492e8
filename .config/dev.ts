// `npm run dev`: the server, started again on each change, with a readable log; and the page, reloaded by vite.
import { type ChildProcess, spawn } from 'node:child_process';

const env = { TURNKEEPER_LOG_LEVEL: 'debug', ...process.env };
const node = (...args: string[]): ChildProcess =>
  spawn(process.execPath, args, {
    env,
    stdio: ['pipe', args[0] === '--watch' ? 'pipe' : 'inherit', 'inherit'],
  });

const server = node(
  '--watch',
  '--watch-preserve-output',
  'src/cli/bin.ts',
  'serve',
  '--playground',
  '--port',
  '3000',
);
const log = node('node_modules/pino-pretty/bin.js');
const page = node('node_modules/vite/bin/vite.js', '--config', '.config/vite.tic-tac-toe.config.ts');
if (log.stdin !== null) server.stdout?.pipe(log.stdin);

for (const child of [server, page]) {
  child.once('exit', (code) => {
    for (const other of [server, page]) other.kill();
    process.exitCode = code ?? 0;
  });
}
