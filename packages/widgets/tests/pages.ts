import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

/** Builds bundles as a release does: in a process of its own, which is not in test mode. */
export async function built(dir: string, ...names: string[]): Promise<Record<string, BuiltFile>> {
  const script = join(import.meta.dirname, '../scripts/build.ts');
  const env = { NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [script, dir, ...names], { env });
  return JSON.parse(await readFile(join(dir, 'files.json'), 'utf8'));
}
