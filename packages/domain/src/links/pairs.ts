import { decodeText, encodeText } from './percent.ts';

/** One parameter: what is written, and what it says. `value` is null without an equals sign. */
export type Pair = { raw: string; name: string; value: string | null };

/** A query → its parameters, the text of each kept. */
export function readPairs(query: string | null): Pair[] {
  return query === null ? [] : query.split('&').map(readPair);
}

function readPair(raw: string): Pair {
  const at = raw.indexOf('=');
  if (at < 0) return { raw, name: decodeText(raw), value: null };
  return { raw, name: decodeText(raw.slice(0, at)), value: decodeText(raw.slice(at + 1)) };
}

/** A parameter written anew. */
export function writePair(name: string, value: string): Pair {
  return { raw: `${encodeText(name)}=${encodeText(value)}`, name, value };
}

/** Parameters → query; null when none is left. */
export function joinPairs(pairs: readonly Pair[]): string | null {
  return pairs.length === 0 ? null : pairs.map(({ raw }) => raw).join('&');
}
