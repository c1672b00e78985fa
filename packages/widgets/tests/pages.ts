import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { BuiltFile } from '../scripts/build.ts';

export type Site = {
  origin: string;
  seen: { url: string; headers: IncomingMessage['headers'] }[];
  close: () => Promise<void>;
};
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on a free loopback port that remembers what it was asked. */
export async function site(handler: Handler): Promise<Site> {
  const seen: Site['seen'] = [];
  const server: Server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers });
    handler(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

export function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'authorization',
  });
  response.end(body === null ? '' : JSON.stringify(body));
}

/** What was built for these tests: each file's text and its size. */
export async function built(): Promise<Record<string, BuiltFile & { code: string }>> {
  const dir = inject('bundles');
  const sizes: Record<string, BuiltFile> = JSON.parse(
    await readFile(join(dir, 'files.json'), 'utf8'),
  );
  const files = Object.entries(sizes).map(async ([name, size]) => {
    return [name, { ...size, code: await readFile(join(dir, name), 'utf8') }] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}
