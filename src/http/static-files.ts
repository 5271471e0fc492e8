// The files of a built page, held in memory: after the start no request reads the disk, whatever a rebuild does there.
// Not sirv, which was tried first: a range that ends before it begins, or a file rebuilt meanwhile, ended the process.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { lookup } from 'mrmime';

/** Answers GET and HEAD of a page or one of its files; false where there is no such file. */
export type StaticFiles = (request: IncomingMessage, response: ServerResponse) => boolean;

type Encoding = 'br' | 'gzip';
type StaticFile = {
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
  readonly plain: Buffer;
  /** Absent where compression would save little. */
  readonly compressed: { readonly [Name in Encoding]: () => Buffer } | undefined;
};

/**
 * Reads all files of the folder, once. A path without an extension that is no file is a route of the page itself, and
 * gets index.html.
 * @param at the path that they are served under, without a slash at its end
 * @throws Error where the folder cannot be read or has no index.html
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

/** Has an extension. Digits after a dot are not one: the id of a match ends so. */
const isFileName = (path: string): boolean => /\.(?!\d+$)[^/]*$/.test(path);

function readStaticFile(url: string, plain: Buffer): StaticFile {
  const type = mediaType(url);
  return {
    type,
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    // Vite puts a hash of the content into the names of what it builds into assets/.
    cacheControl: url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    plain,
    compressed: isText(type) && plain.length > 512 ? compressedForms(plain) : undefined,
  };
}

function mediaType(url: string): string {
  const type = lookup(url) ?? 'application/octet-stream';
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
}

const isText = (type: string): boolean => /^text|json|svg/.test(type);

/** Compressed at the first request, and once: to compress all at the start takes longer than the rest of the start. */
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
