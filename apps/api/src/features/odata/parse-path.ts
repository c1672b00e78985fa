import { badRequest } from './expression.ts';

export type FeedPath = {
  /** Null: the workspace of the key. */
  workspace: string | null;
  asked:
    | { kind: 'service' }
    | { kind: 'metadata' }
    | { kind: 'batch' }
    | { kind: 'rows' | 'count'; set: string }
    | { kind: 'row'; set: string; key: string };
};

const KEYED = /^([A-Za-z]\w*)\((?:id=)?'((?:[^']|'')*)'\)$/;

/**
 * The parts of an address behind `/odata/v4`. Workspaces are written small, tables are not.
 * @example parsePath('/acme/Spend/$count') // { workspace: 'acme', asked: { kind: 'count', set: 'Spend' } }
 */
export function parsePath(path: string): FeedPath | null {
  const parts = path.split('/').filter(Boolean).map(decoded);
  const workspace = /^[a-z0-9]/.test(parts[0] ?? '') ? (parts.shift() ?? null) : null;
  const [first, second, ...rest] = parts;
  if (rest.length > 0) return null;
  if (first === undefined) return { workspace, asked: { kind: 'service' } };
  if (second === undefined && first === '$metadata')
    return { workspace, asked: { kind: 'metadata' } };
  if (second === undefined && first === '$batch') return { workspace, asked: { kind: 'batch' } };
  const [, set, key] = KEYED.exec(first) ?? [];
  if (set !== undefined && key !== undefined) {
    if (second !== undefined) return null;
    return { workspace, asked: { kind: 'row', set, key: key.replaceAll("''", "'") } };
  }
  if (second === undefined) return { workspace, asked: { kind: 'rows', set: first } };
  return second === '$count' ? { workspace, asked: { kind: 'count', set: first } } : null;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest('The address is not encoded properly.');
  }
}
