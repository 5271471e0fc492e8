// Builds the playground, or serves it with a running game server behind it (`serve --playground`).
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const repository = new URL('..', import.meta.url);
const server = 'http://localhost:3000';

export default defineConfig({
  root: fileURLToPath(new URL('clients/playground', repository)),
  base: '/playground/',
  build: {
    outDir: fileURLToPath(new URL('dist/pages/playground', repository)),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // The server's content security policy knows no data: URLs in style sheets.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      '/ws': { target: server, ws: true },
      '/games': server,
      '/playground/api': server,
    },
  },
});
