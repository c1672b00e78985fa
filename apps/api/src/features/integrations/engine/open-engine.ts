import { allowedAddress, type StandIns } from './addresses.ts';
import { attemptSend } from './attempt-send.ts';
import type { PullAnswer, PullCall, PullClient } from './client.ts';
import type { EngineClock } from './clock.ts';
import { parseExact } from './exact-json.ts';
import { pace } from './pace.ts';
import type { PullEngine } from './read-pages.ts';
import { type PullReason, refusal, saidBy } from './refusals.ts';
import { type Attempt, retry } from './retry.ts';
import { SEND_LIMITS, type SendLimits, type Sent, send } from './send.ts';
import { tokenKeeper } from './token-keeper.ts';
import type { Credentials } from './tokens.ts';

export type EngineOptions = {
  client: PullClient;
  config: Readonly<Record<string, string>>;
  credentials: Credentials;
  clock: EngineClock;
  /** Keeps a refresh token that the platform has replaced; the old one may be void already. */
  keepRefreshToken(token: string): Promise<void>;
  /** Told with every new token when the sign-in ends for good, in ms since 1970; null: nobody says. */
  noteSignInEnd?(at: number | null): Promise<void>;
  standIns?: StandIns;
  limits?: SendLimits;
  /** Told of every call that was answered. */
  onCall?: (call: { stream: string; status: number }) => void;
};

/** Everything that the calls of one connection share: its token, its pace, its patience. */
export function openEngine(options: EngineOptions): PullEngine {
  const { client, config, clock, standIns = {}, limits = SEND_LIMITS } = options;
  const turn = pace(clock, client.limit);
  const remembered = new Map<string, Promise<unknown>>();
  let aheadMs: number | null = null;
  const noteTime = (headers: Headers) => {
    const at = Date.parse(headers.get('date') ?? '');
    if (aheadMs === null && !Number.isNaN(at)) aheadMs = at - clock.now();
  };
  const tokens = tokenKeeper(options, noteTime);

  async function request(call: PullCall): Promise<PullAnswer> {
    let renewed = false;
    const result = await retry<PullAnswer>(clock, async () => {
      let token = await tokens.get(call.stream);
      let attempt = await once(call, token);
      // Once per call: a token that is refused when it is new will stay so.
      if (attempt === 'token' && !renewed) {
        renewed = true;
        token = await tokens.renew(call.stream, token);
        attempt = await once(call, token);
      }
      if (attempt !== 'token') return attempt;
      throw refused(call, 'authentication', { status: 401, said: 'the token was refused.' });
    });
    if ('value' in result) return result.value;
    const limited = /^(429|limit)/.test(result.failed);
    const tries = result.attempts === 1 ? '' : ` (asked ${result.attempts} times)`;
    throw refused(call, limited ? 'limit' : 'unreachable', { said: `${result.failed}${tries}.` });
  }

  async function once(call: PullCall, token: string): Promise<Attempt<PullAnswer> | 'token'> {
    await turn();
    const sent = await attemptSend({
      client,
      stream: call.stream,
      now: clock.now(),
      secrets: tokens.secrets(),
      send: () => sendCall(call, token),
    });
    if ('again' in sent) return sent;
    const { status, headers, text } = sent.value;
    options.onCall?.({ stream: call.stream, status });
    noteTime(headers);
    const accepted = call.accept?.includes(status) ?? false;
    // A refusal may come as JSON where text was asked for.
    const isText = call.as === 'text' && !headers.get('content-type')?.includes('json');
    if (isText && status < 300) return { value: { status, headers, text, body: null } };
    let body: unknown = null;
    try {
      if (text !== '') body = parseExact(text);
    } catch {
      if (status < 300) return { again: 'the answer was no whole JSON', waitMs: null };
    }
    const verdict = client.judge?.(body, status) ?? 'fine';
    if (verdict === 'token') return 'token';
    if (verdict === 'later') {
      const said = saidBy(text, tokens.secrets()) || 'asked to come back later';
      return { again: `limit: ${said}`, waitMs: client.askedWaitMs?.(sent.value) ?? null };
    }
    if (verdict !== 'fine') {
      const { refused: said, reason = 'request' } = verdict;
      throw refused(call, reason, { status, said });
    }
    if (accepted || status < 300) return { value: { status, headers, text, body } };
    if (status === 401) return 'token';
    throw refusedBy(call, sent.value);
  }

  function sendCall(call: PullCall, token: string): Promise<Sent> {
    const url = allowedAddress(call.url, client, standIns);
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const headers = new Headers({ accept: 'application/json', ...call.headers });
    if (call.body !== undefined) headers.set('content-type', 'application/json');
    const own = client.authorize?.(token, config, options.credentials) ?? {
      authorization: `Bearer ${token}`,
    };
    for (const [name, value] of Object.entries(own)) headers.set(name, value);
    const json = call.body === undefined ? null : JSON.stringify(call.body);
    const body = call.form ?? json;
    return send(url, { method: call.method ?? 'GET', headers, body }, limits);
  }

  function refusedBy(call: PullCall, { status, text, headers }: Sent) {
    const why = saidBy(text, tokens.secrets()) || 'without a reason';
    const target = headers.get('location')?.slice(0, 100) ?? 'nowhere';
    const said =
      status < 400 ? `it redirects to ${target}; nobody goes there.` : `${status} ${why}`;
    return refused(call, status === 403 ? 'permission' : 'request', { status, said });
  }

  function refused(call: PullCall, reason: PullReason, what: { status?: number; said: string }) {
    const { status, said } = what;
    return refusal({ client, stream: call.stream, reason, said, upstream: status ?? null });
  }

  return {
    request,
    async ask(call, schema) {
      const result = schema.safeParse((await request(call)).body);
      if (result.success) return result.data;
      const issue = result.error.issues[0];
      const where = issue?.path.join('.') || 'as a whole';
      const said = `an answer has another shape than is known (${where}: ${issue?.message}).`;
      throw refused(call, 'shape', { said });
    },
    sleep: (ms) => clock.sleep(ms),
    now: () => clock.now(),
    aheadMs: () => aheadMs ?? 0,
    tokenExtra: (stream) => tokens.extra(stream),
    once<T>(name: string, make: () => Promise<T>): Promise<T> {
      const known = remembered.get(name) as Promise<T> | undefined;
      if (known) return known;
      const made = make();
      remembered.set(name, made);
      made.catch(() => remembered.delete(name));
      return made;
    },
  };
}
