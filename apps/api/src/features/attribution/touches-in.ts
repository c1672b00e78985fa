import { personOfTouch, touchRecord } from '@openmops/domain/identity';
import { MopsError } from '@openmops/domain/shared';
import type { Instance } from '../../instance.ts';
import type { ResolvedPlace } from '../../stores/facts/resolved-port.ts';
import type { Context } from '../../verb.ts';
import { type OpenPeople, peopleOf } from '../identity/open-people.ts';
import { type PeoplePlace, placesOf } from '../identity/people-places.ts';

/** A touch with the person behind it, and all by which one may tell what it was a touch of. */
export type PersonTouch = {
  /** As tracks name people: source and id. Null: nobody knows who it was. */
  person: string | null;
  /** Ms since 1970. */
  at: number;
  channel: string | null;
  campaign: string | null;
  utmSource: string | null;
  medium: string | null;
  /** Form, page or asset that was used. */
  content: string | null;
  url: string | null;
};

const MOST_TOUCHES = 1_000_000;
const IDS_AT_ONCE = 5_000;
const FIELDS = [
  ...['touch_id', 'at', 'kind', 'contact_id', 'anonymous_id', 'email', 'campaign'],
  ...['channel', 'utm_source', 'medium', 'content', 'url'],
];

const KEPT_MS = 60_000;
const kept = new WeakMap<Instance, { key: string; touches: Promise<PersonTouch[]> }>();

/**
 * Touches of a span of time, in no order, with who it was as far as that is known. Another model asks for the same, so
 * the last ones are kept for a minute.
 * @throws MopsError LIMIT when they are too many to be held
 */
export async function touchesIn(
  ctx: Context<'read'>,
  span: { from: number; to: number },
): Promise<PersonTouch[]> {
  const people = await peopleOf(ctx);
  const places = await placesOf(ctx.db, ctx.workspace.id, ['touchpoint']);
  const mapped = places.map(({ at, mappedChunk }) => [at.streamId, at.generation, mappedChunk]);
  const key = JSON.stringify([ctx.workspace.id, people?.at.generation, mapped, span]);
  const known = kept.get(ctx.instance);
  if (known?.key === key) return known.touches;
  const touches = readTouches(ctx, { ...span, people, places });
  kept.set(ctx.instance, { key, touches });
  const forget = () => {
    if (kept.get(ctx.instance)?.key === key) kept.delete(ctx.instance);
  };
  touches.catch(forget);
  setTimeout(forget, KEPT_MS).unref();
  return touches;
}

type Asked = {
  from: number;
  to: number;
  people: OpenPeople | null;
  places: readonly PeoplePlace[];
};

async function readTouches(
  ctx: Context<'read'>,
  { from, to, people, places }: Asked,
): Promise<PersonTouch[]> {
  const found: { touch: ReturnType<typeof touchRecord>; rest: Rest }[] = [];
  const months = monthsBetween(from, to);
  for (const { at, source, tables } of places) {
    if (!tables.includes('touchpoint')) continue;
    const question = { ...at, table: 'touchpoint' as const, fields: FIELDS };
    const pages = ctx.facts.model.read({ ...question, in: { dayFields: ['at'], months } });
    for await (const page of pages)
      for (const { values } of page) {
        const touch = touchRecord(source, values);
        if (!(touch.at >= from && touch.at < to)) continue;
        if (found.length === MOST_TOUCHES)
          throw new MopsError(
            'LIMIT',
            `There are more than ${MOST_TOUCHES.toLocaleString('en')} touches in this time.`,
            'Ask for a shorter time.',
          );
        const text = (name: string) => (values[name] ? String(values[name]) : null);
        const rest = { utmSource: text('utm_source'), medium: text('medium') };
        found.push({ touch, rest: { ...rest, content: text('content'), url: text('url') } });
      }
  }
  const nodes = new Set<string>();
  // Whoever asks for each node that a touch may name asks for the one that is there.
  const seen = { get: (node: string) => void nodes.add(node) } as unknown as Map<never, never>;
  for (const { touch } of found) personOfTouch(touch, { personOf: seen });
  const personOf = people ? await ownersOf(ctx, people.at, [...nodes]) : new Map();
  return found.map(({ touch, rest }) => {
    const { at, channel = null, campaign = null } = touch;
    const person = personOfTouch(touch, { personOf })?.person ?? null;
    return { person: person?.replace(/^contact\//, '') ?? null, at, channel, campaign, ...rest };
  });
}

type Rest = Pick<PersonTouch, 'utmSource' | 'medium' | 'content' | 'url'>;

async function ownersOf(
  { facts }: Context<'read'>,
  at: ResolvedPlace,
  nodes: readonly string[],
): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  for (let from = 0; from < nodes.length; from += IDS_AT_ONCE) {
    const ids = nodes.slice(from, from + IDS_AT_ONCE);
    const page = { offset: 0, limit: ids.length };
    for (const { id, owner } of await facts.resolved.find({ ...at, kind: 'node', ids }, page))
      owners.set(id, owner);
  }
  return owners;
}

/** Like 202603. */
function monthsBetween(from: number, to: number): number[] {
  const months: number[] = [];
  const last = new Date(to);
  for (
    let date = new Date(from);
    date <= last;
    date = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1))
  )
    months.push(date.getUTCFullYear() * 100 + date.getUTCMonth() + 1);
  return months;
}
