import { integer } from './literal.ts';
import type { RepeatsQuestion } from './raw-port.ts';
import { RAW_TABLE } from './raw-table.ts';
import { bytes, stands } from './raw-where.ts';

/** Condition for every row, of every version, of the records of which some value may stand in another one, too. */
export function mayRepeat({ question, places, wholeUnkeyed }: RepeatsQuestion): string {
  const values = places.flatMap(pathsInJson).map((path) => normal(`JSONExtractRaw(text, ${path})`));
  const id = `if(key = '', concat(toString(chunk), '.', toString(row)), concat('k', key))`;
  const all = `SELECT key, chunk, row, ${id} AS id,
      arrayJoin(arrayDistinct(arrayFilter(x -> x != '', [${values.join(', ')}]))) AS value
    FROM ${RAW_TABLE} WHERE ${stands(question)}`;
  const twice = `SELECT sipHash64(value) FROM (${all}) GROUP BY sipHash64(value) HAVING min(id) != max(id)`;
  const rows = `SELECT key, chunk, row FROM (${all}) WHERE sipHash64(value) IN (${twice})`;
  const unkeyed = wholeUnkeyed
    ? `key IN (SELECT key FROM (${rows}))`
    : `(key, chunk, row) IN (${rows} AND key = '')`;
  return `${stands(question)} AND (
    key != '' AND key IN (SELECT key FROM (${rows} AND key != '')) OR key = '' AND ${unkeyed})`;
}

/** Each number of a place both as a name and as a place in a list, which ClickHouse counts from 1. */
function pathsInJson(place: readonly string[]): string[] {
  const [name, ...rest] = place;
  if (name === undefined) return [''];
  const steps = /^\d{1,6}$/.test(name) ? [bytes(name), integer(Number(name) + 1)] : [bytes(name)];
  const ends = rest.length === 0 ? [''] : pathsInJson(rest).map((end) => `, ${end}`);
  return steps.flatMap((step) => ends.map((end) => `${step}${end}`));
}

/**
 * Coarser than equality, so that nothing that is equal is missed: numbers by their value, texts by their letters
 * and digits. Objects, lists and nothing have no value.
 */
function normal(raw: string): string {
  const text = `if(startsWith(${raw}, '"'), JSONExtractString(${raw}), ${raw})`;
  const trimmed = `trimBoth(${text})`;
  const number = `toFloat64OrNull(${trimmed})`;
  const letters = `replaceRegexpAll(lowerUTF8(${trimmed}), '[^\\\\pL\\\\pN]+', '')`;
  const value = `ifNull(toString(${number}), concat('t', ${letters}))`;
  return `if(${raw} IN ('', 'null', '""') OR startsWith(${raw}, '{') OR startsWith(${raw}, '['), '', ${value})`;
}
