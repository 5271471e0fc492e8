// Builds the tic-tac-toe page, or serves it with a running game server behind it.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const repository = new URL('..', import.meta.url);
const server = 'http://localhost:3000';

export default defineConfig({
  root: fileURLToPath(new URL('clients/tic-tac-toe', repository)),
  base: '/',
  build: {
    outDir: fileURLToPath(new URL('dist/pages/tic-tac-toe', repository)),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // The server's content security policy knows no data: URLs in style sheets.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      '/ws': { target: server, ws: true },
      '/healthz': server,
      '/readyz': server,
      '/metrics': server,
      '/games': server,
      '/playground': server,
      '/matches': server,
      '/asyncapi.json': server,
    },
  },
});
