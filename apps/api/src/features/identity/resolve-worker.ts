import { parentPort } from 'node:worker_threads';
import type { ResolvedRow } from '../../stores/facts/resolved-port.ts';
import type { PeoplePage } from './people-rows.ts';
import {
  peopleResolver,
  type Resolved,
  type ResolveWish,
  type SourcedFact,
} from './resolve-people.ts';

/** What the worker is told, and what it answers; each answer is one message. */
export type ToWorker = { add: PeoplePage } | { resolve: ResolveWish } | { next: true };
export type FromWorker =
  | { added: true }
  | { rows: ResolvedRow[] }
  | { facts: SourcedFact[] }
  | { done: Pick<Resolved, 'counts' | 'warnings'> }
  | { failed: string };

const ROWS = 5_000;
/** Of the texts of a page: one group of duplicates may be as long as a thousand other rows. */
const PAGE_LENGTH = 4 * 1024 ** 2;
let resolver = peopleResolver();
let answers: Generator<FromWorker> | null = null;

/** Page by page, so that neither side holds all of it twice. */
function* answersOf({ rows, facts, counts, warnings }: Resolved): Generator<FromWorker> {
  let page: ResolvedRow[] = [];
  let length = 0;
  for (const row of rows) {
    page.push(row);
    length += row.body.length + row.search.length;
    if (page.length < ROWS && length < PAGE_LENGTH) continue;
    yield { rows: page };
    page = [];
    length = 0;
  }
  if (page.length > 0) yield { rows: page };
  for (let at = 0; at < facts.length; at += ROWS) yield { facts: facts.slice(at, at + ROWS) };
  yield { done: { counts, warnings } };
}

parentPort?.on('message', (message: ToWorker) => {
  const answer = (what: FromWorker) => parentPort?.postMessage(what);
  try {
    if ('add' in message) {
      resolver.add(message.add);
      answer({ added: true });
      return;
    }
    if ('resolve' in message) answers = answersOf(resolver.resolve(message.resolve));
    const next = answers?.next();
    if (!next || next.done) return;
    answer(next.value);
    if (!('done' in next.value)) return;
    // It may be asked for others next.
    resolver = peopleResolver();
    answers = null;
  } catch (error) {
    answer({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
