import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of somebody else: its own origin, and a policy that allows the widgets and nothing more. */
export type ForeignPage = { origin: string; put(html: string): string; close(): Promise<void> };

/** Serves pages by number, each with the strict policy that our documentation asks for. */
export async function openForeignPage(widgets: string): Promise<ForeignPage> {
  const pages: string[] = [];
  const policy = [
    "default-src 'none'",
    `script-src ${widgets}`,
    `connect-src ${widgets}`,
    "require-trusted-types-for 'script'",
  ].join('; ');
  const server = createServer((request, response) => {
    const html = pages[Number(request.url?.slice(1))];
    response.writeHead(html === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
    });
    response.end(html);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    put(html) {
      pages.push(`<!doctype html><html lang="en"><title>Intranet</title><h1>Our week</h1>${html}`);
      return `${origin}/${pages.length - 1}`;
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}
