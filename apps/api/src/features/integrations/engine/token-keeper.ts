import { MopsError } from '@openmops/domain/shared';
import { allowedAddress } from './addresses.ts';
import { attemptSend } from './attempt-send.ts';
import type { EngineOptions } from './open-engine.ts';
import { refusal, saidBy } from './refusals.ts';
import { type Attempt, retry } from './retry.ts';
import { saidEnd } from './said-end.ts';
import { SEND_LIMITS, type Sent, send } from './send.ts';
import { type Credentials, getTokens, TokenRefused, type Tokens } from './tokens.ts';

/** A new token is asked for while the old one still works. */
const MARGIN_MS = 60_000;

/** Holds the access token of a connection, in memory only, and gets a new one when it is time. */
export function tokenKeeper(options: EngineOptions, noteTime: (headers: Headers) => void) {
  const { credentials, clock } = options;
  let current: Tokens | null = null;
  let refreshToken = credentials.kind === 'refresh' ? credentials.refreshToken : '';
  const secrets = () => [...secretsOf(credentials), current?.accessToken ?? '', refreshToken];

  async function fresh(stream: string): Promise<Tokens> {
    const expiresAt = current?.expiresAt ?? null;
    const over = expiresAt !== null && expiresAt - MARGIN_MS <= clock.now();
    if (current === null || over) current = await load(stream);
    return current;
  }

  async function load(stream: string): Promise<Tokens> {
    if (credentials.kind === 'token') {
      const tokens = {
        accessToken: credentials.token,
        expiresAt: null,
        refreshToken: null,
        extra: {},
      };
      await options.noteSignInEnd?.(saidEnd(credentials, tokens, clock.now()));
      return tokens;
    }
    const known = credentials.kind === 'refresh' ? { ...credentials, refreshToken } : credentials;
    const result = await retry<Tokens>(clock, () => exchange(stream, known));
    if ('failed' in result) {
      const said = `no token: ${result.failed} (asked ${result.attempts} times).`;
      throw refusal({ client: options.client, stream, reason: 'unreachable', said });
    }
    const replaced = result.value.refreshToken;
    if (replaced !== null && replaced !== refreshToken && credentials.kind === 'refresh') {
      await options.keepRefreshToken(replaced);
      refreshToken = replaced;
    }
    await options.noteSignInEnd?.(saidEnd(known, result.value, clock.now()));
    return result.value;
  }

  async function exchange(
    stream: string,
    known: Exclude<Credentials, { kind: 'token' }>,
  ): Promise<Attempt<Tokens>> {
    const { client, config, standIns = {}, limits = SEND_LIMITS } = options;
    const endpoint = client.tokenEndpoint?.(config);
    if (!endpoint) throw new Error(`${client.platform} has no token endpoint.`);
    const busy: { again: string; waitMs: number | null }[] = [];
    const post = async (url: string, init: { headers: Record<string, string>; body: string }) => {
      const target = allowedAddress(url, client, standIns);
      const sent: Attempt<Sent> = await attemptSend({
        client,
        stream,
        now: clock.now(),
        secrets: secrets(),
        send: () => send(target, { method: 'POST', ...init }, limits),
      });
      if ('again' in sent) {
        busy.push(sent);
        throw new Error(sent.again);
      }
      noteTime(sent.value.headers);
      return sent.value;
    };
    try {
      return { value: await getTokens({ endpoint, credentials: known, post, now: clock.now() }) };
    } catch (error) {
      if (busy[0]) return busy[0];
      if (error instanceof MopsError) throw error;
      if (error instanceof TokenRefused) {
        const said = `no token: ${saidBy(error.message, secrets())}.`;
        throw refusal({ client, stream, reason: 'authentication', said });
      }
      return { again: 'the answer of the token endpoint was no token', waitMs: null };
    }
  }

  return {
    secrets,
    get: async (stream: string) => (await fresh(stream)).accessToken,
    extra: async (stream: string) => (await fresh(stream)).extra,
    /** A token that was given for good comes back as it is, to be refused again. */
    renew: async (stream: string, refused: string) => {
      if (current?.accessToken === refused) current = null;
      return (await fresh(stream)).accessToken;
    },
  };
}

function secretsOf(credentials: Credentials): string[] {
  const { kind: _, ...fields } = credentials;
  return Object.values(fields).filter((value): value is string => (value?.length ?? 0) > 7);
}
