// The built page, held in memory: after the start no request touches the disk, whatever a rebuild does to it.
// Not sirv, which was tried first: a range that ends before it begins, or a file rebuilt meanwhile, ended the process.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Answers GET and HEAD of a page or one of its files; false where there is none. */
export type StaticFiles = (request: IncomingMessage, response: ServerResponse) => boolean;

type Encoding = 'br' | 'gzip';
type StaticFile = {
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
  readonly plain: Buffer;
  readonly compressed: { readonly [Name in Encoding]: () => Buffer } | undefined;
};

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
};

/** Has an extension; the number of a match after its dot is none. */
const isFileName = (path: string): boolean => /\.(?!\d+$)[^/]*$/.test(path);

const isText = (type: string): boolean => /^text|json|svg/.test(type);

/**
 * Reads all files of the folder now. `at`: the path that they are served under, without a slash at its end. A path without an extension that is no file is one of the page's
 * own routes, and gets index.html. Throws where the folder cannot be read or has no index.html.
 */
export function loadStaticFiles(folder: string, at = ''): StaticFiles {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const path = join(entry.parentPath, entry.name);
    const url = `/${relative(folder, path).split(sep).join('/')}`;
    files.set(url, readStaticFile(url, readFileSync(path)));
  }
  const index = files.get('/index.html');
  if (index === undefined) throw new Error(`there is no index.html in ${folder}`);
  return (request, response) => {
    const path = pathOf(request).slice(at.length);
    const file = files.get(path) ?? (isFileName(path) ? undefined : index);
    if (file !== undefined) send({ request, response, file });
    return file !== undefined;
  };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const path = url.split('?', 1)[0] ?? '/';
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function readStaticFile(url: string, plain: Buffer): StaticFile {
  const type = mediaTypes[extname(url)] ?? 'application/octet-stream';
  return {
    type,
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    // Vite puts a hash of the content into the names of what it builds into assets/.
    cacheControl: url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    plain,
    compressed: isText(type) && plain.length > 512 ? compressedForms(plain) : undefined,
  };
}

/** Packed when first asked for, and once: all of it at the start would take longer than the rest of the start. */
const compressedForms = (plain: Buffer): { readonly [Name in Encoding]: () => Buffer } => ({
  br: once(() => brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })),
  gzip: once(() => gzipSync(plain, { level: 9 })),
});

function once(make: () => Buffer): () => Buffer {
  let made: Buffer | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

type Sending = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly file: StaticFile;
};

function send({ request, response, file }: Sending): void {
  response.setHeader('etag', file.etag).setHeader('cache-control', file.cacheControl);
  if (file.compressed !== undefined) response.setHeader('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304).end();
    return;
  }
  const encoding = file.compressed && acceptedEncoding(request);
  const body = (encoding && file.compressed?.[encoding]()) ?? file.plain;
  if (encoding !== undefined) response.setHeader('content-encoding', encoding);
  response.writeHead(200, { 'content-type': file.type, 'content-length': body.length }).end(body);
}

function acceptedEncoding({ headers }: IncomingMessage): Encoding | undefined {
  const accepted = String(headers['accept-encoding'] ?? '')
    .split(',')
    .filter((item) => !/;\s*q=0(\.0*)?\s*$/.test(item))
    .map((item) => item.split(';')[0]?.trim());
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding));
}
