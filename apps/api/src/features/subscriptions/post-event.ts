import { lookup as resolve } from 'node:dns/promises';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP } from 'node:net';
import { mustReach, targetAddress } from './target-address.ts';

const CONNECT_MS = 3_000;
const ANSWER_MS = 10_000;
const TOTAL_MS = 15_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const KEPT_CHARACTERS = 512;

export type Posted = {
  status: number;
  /** The beginning of the answer. */
  answer: string;
  retryAfter: string | null;
};
type Address = { address: string; family: number };
/** All addresses of a name. */
type Resolve = (host: string) => Promise<Address[]>;
export type PostLimits = { connectMs: number; answerMs: number; totalMs: number };

/**
 * Posts to an address of somebody else: the only place from which events leave. The name is resolved
 * once, every address that it has is looked at, and the connection goes to one of those and no other.
 * Redirects are answers like any other. Throws when there is no answer, with why.
 */
export async function postEvent(
  to: { address: string; body: string; headers: Record<string, string> },
  rules: { allowed: readonly string[]; resolve?: Resolve; limits?: PostLimits },
): Promise<Posted> {
  const url = targetAddress(to.address, rules.allowed);
  const limits = rules.limits ?? { connectMs: CONNECT_MS, answerMs: ANSWER_MS, totalMs: TOTAL_MS };
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(host);
  const find = rules.resolve ?? ((name) => resolve(name, { all: true }));
  const found = family ? [{ address: host, family }] : await inTime(find(host), limits.connectMs);
  mustReach(
    url,
    found.map(({ address }) => address),
    rules.allowed,
  );
  return exchange(url, { ...to, found, limits });
}

type Exchange = {
  body: string;
  headers: Record<string, string>;
  found: readonly Address[];
  limits: PostLimits;
};

function exchange(url: URL, { body, headers, found, limits }: Exchange): Promise<Posted> {
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  const bytes = Buffer.from(body);
  return new Promise((done, failed) => {
    const request = send(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': bytes.length },
      // The connection asks for no name again: what was looked at is what is called.
      lookup: ((_name: string, options: { all?: boolean }, told: (...args: unknown[]) => void) =>
        options.all
          ? told(null, [...found])
          : told(null, found[0]?.address, found[0]?.family)) as never,
    });
    const stop = (ms: number, what: string) =>
      setTimeout(() => request.destroy(new Error(`no ${what} within ${ms / 1000} s`)), ms);
    const timers = [stop(limits.totalMs, 'whole answer'), stop(limits.answerMs, 'answer')];
    const connecting = stop(limits.connectMs, 'connection');
    timers.push(connecting);
    const clear = () => timers.forEach(clearTimeout);
    request.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () =>
        clearTimeout(connecting),
      );
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      clear();
      failed(new Error(error.code ? `no connection: ${error.code}` : error.message));
    });
    request.on('response', (response) => {
      clearTimeout(timers[1]);
      const parts: Buffer[] = [];
      let size = 0;
      const end = () => {
        clear();
        const text = Buffer.concat(parts).toString('utf8').slice(0, KEPT_CHARACTERS);
        const again = response.headers['retry-after'] ?? null;
        done({ status: response.statusCode ?? 0, answer: printable(text), retryAfter: again });
        request.destroy();
      };
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size <= MAX_ANSWER_BYTES) parts.push(part);
        // What it says beyond that interests nobody; the status is known.
        else end();
      });
      response.on('end', end);
      response.on('error', (error) => {
        clear();
        failed(error);
      });
    });
    request.end(bytes);
  });
}

/** The stores take no control characters, and people need none. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return text.replaceAll(/[\u0000-\u001f\u007f\ufffd]+/g, ' ').trim();
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(`its name was not found within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code ? new Error(`its name leads nowhere: ${code}`) : error;
  } finally {
    clearTimeout(timer);
  }
}
