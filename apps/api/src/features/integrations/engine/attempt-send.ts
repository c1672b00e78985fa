import { MopsError } from '@openmops/domain/shared';
import type { PullClient } from './client.ts';
import { refusal, saidBy } from './refusals.ts';
import { type Attempt, retryAfterMs } from './retry.ts';
import { type Sent, TooLarge } from './send.ts';

type Call = {
  client: PullClient;
  stream: string;
  now: number;
  /** What must not be repeated in words. */
  secrets: readonly string[];
  send(): Promise<Sent>;
};

/** Sends once. No connection, no whole answer, and a platform that is busy or broken are to be tried again. */
export async function attemptSend(call: Call): Promise<Attempt<Sent>> {
  const { client, stream } = call;
  let sent: Sent;
  try {
    sent = await call.send();
  } catch (error) {
    if (error instanceof MopsError) throw error;
    if (error instanceof TooLarge) {
      throw refusal({ client, stream, reason: 'size', said: `an answer had ${error.message}.` });
    }
    return { again: `no answer: ${causeOf(error)}`, waitMs: null };
  }
  const { status, headers, text } = sent;
  if (status < 500 && status !== 408 && status !== 425 && status !== 429) return { value: sent };
  const said = saidBy(text, call.secrets);
  return {
    again: `${status} ${said || (status === 429 ? 'too many requests' : 'without a reason')}`,
    waitMs:
      retryAfterMs(headers.get('retry-after'), call.now) ?? client.askedWaitMs?.(sent) ?? null,
  };
}

/** The code of the system under the words of `fetch`: `ECONNREFUSED` says more than `fetch failed`. */
function causeOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}
