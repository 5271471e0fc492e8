import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadStaticFiles } from '../../src/http/static-files.ts';
import { folderWith } from '../game-loader/folder.ts';

const script = 'export const line = "three in a row";\n'.repeat(100);
const built = {
  'index.html': '<!doctype html><title>play</title>',
  'assets/app-a1b2.js': script,
  '.env': 'no',
};

async function served(folder: string): Promise<(path: string, headers?: HeadersInit) => Promise<Response>> {
  const pages = loadStaticFiles(folder);
  const server = createServer((request, response) => {
    if (!pages(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return (path, headers) => fetch(`http://127.0.0.1:${port}${path}`, { ...(headers && { headers }) });
}

describe('pages', () => {
  test("index.html is served at / and at the page's own routes, with or without a query", async () => {
    const get = await served(folderWith(built));
    for (const path of [
      '/',
      '/index.html',
      '/room/K7MQ2P',
      '/watch/abc?from=link',
      '/match/V1StGXR8_Z5jdHi6B-myT.12',
    ]) {
      const response = await get(path);
      expect(response.status, path).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toBe(built['index.html']);
    }
  });

  test('a missing file is 404, not index.html', async () => {
    const get = await served(folderWith(built));
    for (const path of [
      '/assets/app-old.js',
      '/favicon.ico',
      '/.env',
      '/%2e%2e/package.json',
      '/lib.1/x.2b',
      '/a%00b.js',
    ]) {
      expect((await get(path)).status, path).toBe(404);
    }
  });

  test('built assets are compressed and cached for good; other files are revalidated', async () => {
    const get = await served(folderWith(built));
    const response = await get('/assets/app-a1b2.js', { 'accept-encoding': 'gzip, br;q=0.9' });
    expect(response.headers.get('content-encoding')).toBe('br');
    expect(response.headers.get('vary')).toBe('accept-encoding');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(Number(response.headers.get('content-length'))).toBeLessThan(200);
    expect(await response.text()).toBe(script);
    const plain = await get('/assets/app-a1b2.js', { 'accept-encoding': 'br;q=0, identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
  });

  test('a cached file is answered with 304 and no bytes', async () => {
    const get = await served(folderWith(built));
    const etag = (await get('/')).headers.get('etag') ?? '';
    const response = await get('/', { 'if-none-match': etag });
    expect(response.status).toBe(304);
    expect(await response.text()).toBe('');
  });

  test('a rebuild during the run, or an invalid range, changes nothing', async () => {
    const folder = folderWith(built);
    const get = await served(folder);
    rmSync(join(folder, 'assets'), { recursive: true });
    const response = await get('/assets/app-a1b2.js', { range: 'bytes=5-2' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(script);
  });

  test('a folder without index.html is refused at the start', () => {
    expect(() => loadStaticFiles(folderWith({ 'readme.txt': '' }))).toThrow('there is no index.html');
  });
});
