import type { Engine } from './engine.ts';
import { newest, notNoticed, ofPlace, STANDS } from './model-notices.ts';
import type { ModelPlace, QuarantineReason } from './model-port.ts';
import { passesBy } from './passes-by.ts';

const MOST_REASONS = 100;

/** How many rows stand of those that are `wanted`. */
export async function countRecords(
  engine: Engine,
  name: string,
  question: ModelPlace & { heard?: readonly ModelPlace[] | undefined },
  wanted: string,
): Promise<number> {
  const silenced = await notNoticed(engine, name, question.heard);
  let count = 0;
  for (const range of await rangesOf(engine, name, question)) {
    const [found] = await engine.look<[string]>(
      `SELECT uniqExact(id, part) FROM ${name}
       WHERE ${range} AND ${STANDS}${wanted} AND ${newest(name, range)}${silenced(range)}`,
    );
    count += Number(found?.[0] ?? 0);
  }
  return count;
}

type Found = [
  code: string,
  field: string | null,
  message: string,
  hint: string,
  rows: string,
  first: number,
];

/** Why records stand aside, those of most records first. */
export async function reasonsAside(
  engine: Engine,
  name: string,
  place: ModelPlace,
): Promise<QuarantineReason[]> {
  const reasons = new Map<string, QuarantineReason>();
  for (const range of await rangesOf(engine, name, place)) {
    const found = await engine.look<Found>(
      `SELECT f_code, f_field, min(f_message), min(f_hint), uniqExact(id), min(received_at) FROM ${name}
       WHERE ${range} AND ${STANDS} AND ${newest(name, range)} GROUP BY f_code, f_field`,
    );
    for (const [code, field, message, hint, rows, first] of found) {
      const of = JSON.stringify([code, field]);
      const { rows: others = 0, firstSeen = Number(first) } = reasons.get(of) ?? {};
      reasons.set(of, {
        ...(reasons.get(of) ?? { code, field, message, hint }),
        rows: others + Number(rows),
        firstSeen: Math.min(firstSeen, Number(first)),
      });
    }
  }
  const word = ({ code, field }: QuarantineReason) => `${code}\n${field ?? '\uffff'}`;
  return [...reasons.values()]
    .sort((one, other) => other.rows - one.rows || (word(one) < word(other) ? -1 : 1))
    .slice(0, MOST_REASONS);
}

/** The records of a stream, cut so that one statement can hold which of them it has met. */
async function rangesOf(engine: Engine, name: string, place: ModelPlace): Promise<string[]> {
  const of = ofPlace(place);
  const [found] = await engine.look<[string]>(`SELECT count() FROM ${name} WHERE ${of}`);
  return passesBy(Number(found?.[0] ?? 0), 'id').map((part) => `${of}${part}`);
}
