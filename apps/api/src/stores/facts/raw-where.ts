import { integer, literal } from './literal.ts';
import type { RawQuestion } from './raw-port.ts';

export function changed({ after }: RawQuestion): string {
  return after === undefined ? '' : ` AND chunk > ${integer(after)}`;
}

/** Rows that may count: of chunks and versions that are visible. */
export function stands(question: RawQuestion): string {
  const { hidden, from, upTo, activeVersion } = question;
  const first = from === undefined ? '' : ` AND chunk >= ${integer(from)}`;
  const since = upTo === undefined ? first : `${first} AND chunk <= ${integer(upTo)}`;
  const version = activeVersion === null ? '' : ` AND version >= ${number(activeVersion)}`;
  return `${ofStream(question)}${notHidden(hidden)}${since}${version}`;
}

export function notHidden(hidden: readonly number[]): string {
  return hidden.length === 0 ? '' : ` AND chunk NOT IN (${hidden.map(integer).join(', ')})`;
}

export function ofStream({
  workspaceId,
  streamId,
}: {
  workspaceId: string;
  streamId: string;
}): string {
  return `workspace = ${literal(workspaceId)} AND stream = ${literal(streamId)}`;
}

/** A text of a source inside a statement: as its bytes, so that no character means anything. */
export function bytes(text: string): string {
  return `unhex('${Buffer.from(text, 'utf8').toString('hex')}')`;
}

export function number(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`Not a number: ${value}`);
  return `toFloat64(${value})`;
}
