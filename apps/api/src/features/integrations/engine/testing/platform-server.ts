import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type PlatformCall = {
  method: string;
  /** Path and query as they came. */
  target: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The body as it came. */
  text: string;
  /** The body as JSON; null when it is none. */
  json: unknown;
  form: URLSearchParams;
};
export type PlatformAnswer = {
  status?: number;
  headers?: Record<string, string>;
  /** Text goes out as it is, anything else as JSON. */
  body: unknown;
};
/** `drop`: the connection ends. `half`: the answer stops in the middle, as if it were whole. */
export type Fault = 'drop' | 'half' | PlatformAnswer;

export type PlatformServer = {
  /** Address for `standIns`. */
  address: string;
  /** Every call that arrived, also those that failed. */
  calls: PlatformCall[];
  /** The next calls get these faults, one each; undefined lets a call through. */
  failNext(...faults: (Fault | undefined)[]): void;
  close(): Promise<void>;
};

/** A server on loopback that behaves like a platform, and can misbehave. */
export async function platformServer(
  answer: (call: PlatformCall) => PlatformAnswer | Promise<PlatformAnswer>,
): Promise<PlatformServer> {
  const calls: PlatformCall[] = [];
  let faults: (Fault | undefined)[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const url = new URL(request.url ?? '/', 'http://platform');
    const call: PlatformCall = {
      method: request.method ?? 'GET',
      target: request.url ?? '/',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      text,
      json: jsonOf(text),
      form: new URLSearchParams(text),
    };
    calls.push(call);
    const fault = faults.shift();
    if (fault === 'drop') return void request.socket.destroy();
    if (fault !== undefined && fault !== 'half') return write(response, fault, false);
    let given: PlatformAnswer;
    try {
      given = await answer(call);
    } catch (error) {
      given = { status: 500, body: { message: String(error) } };
    }
    write(response, given, fault === 'half');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    failNext: (...next) => {
      faults = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function write(response: ServerResponse, answer: PlatformAnswer, half: boolean): void {
  const { status = 200, headers = {}, body } = answer;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const shown = half ? text.slice(0, Math.floor(text.length / 2)) : text;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(shown);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
