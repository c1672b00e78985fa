import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const ROOT = resolve(import.meta.dirname, '../../../..');
export const DASHBOARD = join(ROOT, 'apps/dashboard/dist');
export const WIDGETS = join(ROOT, 'packages/widgets/dist');

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
/** Vite puts a hash of the content into these names. */
const HASHED = /\/assets\/[^/]+-[\w-]{8,}\.\w+$/;

type Bytes = Uint8Array<ArrayBuffer>;
type File = { bytes: Bytes; gzip: (() => Bytes) | null; type: string; etag: string; cache: string };
export type StaticFiles = Map<string, File>;

/**
 * Reads a build once. Requests are answered from this map by its exact names, so no path of a URL
 * ever reaches the disk. Unknown kinds of files (source maps) are left out.
 */
export function loadStatic(folder: string, prefix: string): StaticFiles {
  const files: StaticFiles = new Map();
  for (const entry of listing(folder)) {
    const type = TYPES[extname(entry)];
    if (!type) continue;
    const path = `${prefix}/${entry}`;
    const bytes = new Uint8Array(readFileSync(join(folder, entry)));
    const text = !type.startsWith('image/p') && !type.startsWith('font');
    files.set(path, {
      bytes,
      gzip: text && bytes.length > 1024 ? once(() => zip(bytes)) : null,
      type,
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      cache: HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  }
  return files;
}

const zip = (bytes: Bytes): Bytes => new Uint8Array(gzipSync(bytes, { level: 9 }));

/** Each file is packed when it is asked for the first time: most are not, before the next start. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  } catch {
    return [];
  }
}

/** The answer for a file of the map; null: there is none of that name. */
export function staticAnswer(
  files: StaticFiles,
  path: string,
  request: Request,
  more: Record<string, string> = {},
): Response | null {
  const file = files.get(path);
  if (!file) return null;
  const headers: Record<string, string> = {
    'content-type': file.type,
    'cache-control': file.cache,
    etag: file.etag,
    vary: 'accept-encoding',
    ...more,
  };
  if (request.headers.get('if-none-match') === file.etag) {
    return new Response(null, { status: 304, headers });
  }
  const accepted = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  const zipped = accepted ? file.gzip?.() : undefined;
  if (zipped) headers['content-encoding'] = 'gzip';
  return new Response(zipped ?? file.bytes, { headers });
}
