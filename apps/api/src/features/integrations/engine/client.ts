/**
 * How a client is written: one folder below `clients/` with an object of type `PullClient`, and one
 * line in `clients/index.ts`. A client says how its platform is asked for **one page** of a stream;
 * everything that all platforms have in common is done once, here:
 *
 * - `read-pages.ts` asks page after page, slices time into days, turns pages into `StreamMessage`s
 *   and says after every page in a state how far it came, so that a stop at page k resumes at k;
 * - `request.ts` sends: token, time limits, rate limit, back-off with jitter, `Retry-After`, a new
 *   token after a 401, half-written JSON, refusals in words;
 * - `tokens.ts` gets tokens by OAuth; `send.ts` is the only place from which bytes leave.
 *
 * A place (`Page.next`) is any JSON: a cursor, an offset, a link, `{ report: 'id' }` of a report that
 * the platform is still working on (answer `{ records: [], next: sameReport }` after `tools.sleep`, with
 * something in the place that changes, such as a count of looks). Pages are asked one after another.
 *
 * - Streams of records (CRM): `since` is when the last whole read began, by the clock of the
 *   platform; ask for everything that changed since then. Null: everything from `start` on.
 * - Streams of days (`slice` is set): `days` is the slice to ask for. They are read again and again,
 *   so the key of a record must hold the day and every dimension.
 * - Numbers beyond what a JavaScript number holds exactly arrive as raw JSON and leave as they came;
 *   never do arithmetic on a record.
 *
 * A test runs the client against a server on loopback that behaves like the platform
 * (`engine/testing/platform-server.ts`), through `pull` of `engine/testing/pull.ts`.
 */
import type * as z from 'zod';
import type { PullReason } from './refusals.ts';
import type { CredentialKind, Credentials, TokenEndpoint } from './tokens.ts';

/** Anything that JSON can hold, and that says where to go on. */
export type Place = unknown;

export type PageRequest = {
  /** Settings of the connection, by the names in `PullClient.settings`. */
  config: Readonly<Record<string, string>>;
  place: Place | null;
  /** Instant (ISO) at which the last whole read of this stream began; null: there was none. */
  since: string | null;
  /** Instant (ISO) before which nothing is of interest. */
  start: string;
  /** Instant (ISO) at which this read began, by the clock of the platform: read up to here. */
  until: string;
  /** First and last day (ISO dates) of the slice; null: not a stream of days. */
  days: { from: string; to: string } | null;
};

export type Page = {
  /** As the platform sent them. */
  records: readonly object[];
  /** Where the next page begins; null: this was the last one. */
  next: Place | null;
  /** What is to be known of these records: that they are a sample, that rows were withheld. */
  notices?: readonly string[];
};

export type PullStream = {
  /** As the common connectors name it. */
  name: string;
  /** Paths of the fields that tell records apart; empty: every record stands for itself. */
  key: readonly (readonly string[])[];
  /** Path of the field that grows with every change of a record; null: there is none. */
  cursor: readonly string[] | null;
  /** `replace`: a short list that is read whole each time, never resumed in the middle. */
  mode: 'append' | 'upsert' | 'replace';
  /**
   * Read whole each time, since the platform never says what is gone, and too long to begin anew after a stop
   * (`upsert` only): what a read that came to its end has not brought is gone.
   */
  whole?: true;
  /** Days of one slice; set for streams of days only. */
  slice?: number;
  /** The day (ISO date) of a record of a stream of days: what is restated is said by day. */
  day?(record: object): string | null;
  /** Paths of the numbers, as numbers or text, by which a restatement is measured. */
  measures?: readonly (readonly string[])[];
  /** Whether the platform says of a record that it is gone; default: never. */
  deleted?(record: object): boolean;
  /** Scope or permission that reading it needs, for the refusal. */
  needs: string;
  page(request: PageRequest, tools: PullTools): Promise<Page>;
};

export type Setting = {
  name: string;
  label: string;
  /** What is allowed; the whole text must match. */
  pattern: RegExp;
  optional?: boolean;
};

export type PullClient = {
  /** Id of the mapping pack and of the source: `hubspot`. */
  platform: string;
  /** As people write it: `HubSpot`. */
  name: string;
  /** `records`: by cursor. `days`: the last days are read again, since platforms restate them. */
  kind: 'records' | 'days';
  /** Names of hosts it may speak to; with a leading dot also everything below it. */
  hosts: readonly string[];
  settings: readonly Setting[];
  /** Kinds of credentials that it takes. */
  credentials: readonly CredentialKind[];
  tokenEndpoint?(config: Readonly<Record<string, string>>): TokenEndpoint;
  /** It also asks for the token of a developer, in the credentials. */
  needsDeveloperToken?: true;
  /** Headers of a call with a token; default `Authorization: Bearer …`. */
  authorize?(
    token: string,
    config: Readonly<Record<string, string>>,
    credentials: Credentials,
  ): Record<string, string>;
  /** Calls per time that the platform allows one connection. */
  limit: { requests: number; perMs: number };
  /** How far the question reaches back behind `since`, in ms: changes that appear late. Default 5 min. */
  overlapMs?: number;
  /** What an answer really says; `fine`: what its status says (default). */
  judge?(body: unknown, status: number): Verdict;
  /** How long a busy platform asks to wait, in ms, where it does not say so by `Retry-After`. */
  askedWaitMs?(answer: { headers: Headers; text: string }): number | null;
  streams: readonly PullStream[];
};

/** `token`: get a new token and ask again. `later`: ask again after a while. */
export type Verdict = 'fine' | 'token' | 'later' | { refused: string; reason?: PullReason };

export type PullCall = {
  stream: string;
  /** `https://…` of one of the client's hosts. */
  url: string;
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as a form. */
  form?: URLSearchParams;
  /** Statuses that are an answer here, not a refusal. */
  accept?: readonly number[];
  /** `text`: the body is no JSON (a report as CSV or lines). */
  as?: 'json' | 'text';
};

export type PullAnswer = { status: number; headers: Headers; body: unknown; text: string };

export type PullTools = {
  /** Sends a call with the token of the connection; retried, limited, refused in words. */
  request(call: PullCall): Promise<PullAnswer>;
  /** The same, and the body as what it must be: another shape stops the stream before a part of it is kept. */
  ask<S extends z.ZodType>(call: PullCall, schema: S): Promise<z.output<S>>;
  /** Waits; in tests no real time passes. */
  sleep(ms: number): Promise<void>;
  /** Ms since 1970 by our clock. */
  now(): number;
  /** What the token endpoint said besides the token (Salesforce: `instance_url`). */
  tokenExtra(stream: string): Promise<Readonly<Record<string, unknown>>>;
  /** Kept for this run: what every page of a stream needs (names of fields, report ids). */
  once<T>(name: string, make: () => Promise<T>): Promise<T>;
};
