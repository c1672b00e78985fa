import { createHmac } from 'node:crypto';
import { sameSecret } from '../../../secret.ts';

/** One request as it came, before anything of its body is looked at. */
export type Delivery = {
  method: string;
  /** The address that the sender called. */
  url: string;
  headers: Headers;
  body: Buffer;
  /** From the end of the address, or the password of HTTP Basic; null: neither. */
  token: string | null;
  /** Ms since 1970. */
  now: number;
};

/** Why a delivery is refused. */
export type Refusal = 'unsigned' | 'forged' | 'too_old' | 'no_secret' | 'foreign';

/** What only some endpoints have. */
export type Options = {
  /** Salesforce: the organisation whose messages are taken. */
  organization?: string | undefined;
  /** Generic: where the signature stands, how it is written, and over what it is made. */
  header?: string | undefined;
  encoding?: 'hex' | 'base64' | undefined;
  prefix?: string | undefined;
  signed?: 'body' | 'timestamp.body' | 'body+timestamp' | undefined;
  timestampHeader?: string | undefined;
  /** Generic and address: where the id, the time and the type of a message stand. */
  idHeader?: string | undefined;
  idField?: string | undefined;
  timeField?: string | undefined;
  typeField?: string | undefined;
};

/** One record that a message brought. */
export type Found = {
  /** The name that the provider gives to what it sends; the endpoint may have another one. */
  stream: string;
  /** The record as JSON text; the provider's own digits. */
  text: string;
  record: Record<string, unknown>;
};

/** What is known of a message besides its body. */
export type Envelope = { id: string; sentAt: number | null; receivedAt: number };

/** How one provider signs, names and writes its messages. */
export type Scheme = {
  /** Null: the sender knows one of the secrets. Looks at raw bytes only. */
  verify(delivery: Delivery, secrets: readonly string[], options: Options): Refusal | null;
  /** Id and time of a delivery that is verified: the same message again has the same id. */
  identify(delivery: Delivery, options: Options): { id: string; sentAt: number | null } | Refusal;
  /** The records of a body; throws `Rotten` with the reason when there are none to be had. */
  read(body: Buffer, envelope: Envelope, options: Options): Found[];
  /** What the provider wants to hear; default `{"received":true}`. */
  answer?: { contentType: string; body: string };
};

/** A body that its sender signed and nobody can read. */
export class Rotten extends Error {}

export const TOLERANCE_MS = 5 * 60_000;

/** Whether a time is outside of the window, in the past or in the future. */
export function isOld(at: number, now: number, toleranceMs = TOLERANCE_MS): boolean {
  return !(Math.abs(now - at) <= toleranceMs);
}

/** Seconds or milliseconds since 1970, as headers write them; null: neither. */
export function timeOf(text: string | null): number | null {
  if (text === null || !/^\d{9,13}$/.test(text)) return null;
  return text.length > 11 ? Number(text) : Number(text) * 1000;
}

export function hmac(secret: string, parts: (string | Buffer)[], encoding: 'hex' | 'base64') {
  const mac = createHmac('sha256', secret);
  for (const part of parts) mac.update(part);
  return mac.digest(encoding);
}

/** Every secret is tried, so that the time tells nothing of which one was right. */
export function anySame(given: string, expected: readonly string[]): boolean {
  return expected.map((one) => sameSecret(given, one)).includes(true);
}
