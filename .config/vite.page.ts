// How each page is built, or served with a running game server behind it.
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';

const repository = new URL('..', import.meta.url);
const server = 'http://localhost:3000';

type Page = {
  /** Its folder in clients and in dist/pages. */
  readonly name: string;
  readonly base: string;
  /** Paths that the game server answers, besides the WebSocket. */
  readonly proxied: readonly string[];
};

export const pageConfig = ({ name, base, proxied }: Page): UserConfig =>
  defineConfig({
    root: fileURLToPath(new URL(`clients/${name}`, repository)),
    base,
    build: {
      outDir: fileURLToPath(new URL(`dist/pages/${name}`, repository)),
      emptyOutDir: true,
      modulePreload: { polyfill: false },
      // The server's content security policy allows no data: URLs in style sheets.
      assetsInlineLimit: 0,
    },
    server: {
      proxy: {
        '/ws': { target: server, ws: true },
        ...Object.fromEntries(proxied.map((path) => [path, server])),
      },
    },
  });
