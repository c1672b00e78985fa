import type { PackMapping } from '../pack.ts';
import { type Json, joinId, withDerived } from './readers.ts';

type Change = {
  entity: 'contact' | 'deal';
  id: string | null;
  from: string | null;
  to: string | null;
  /** ms since 1970 */
  at: number | null;
};

/** Rows of stage transitions, of what `transitionOf` made. */
export const TRANSITION: PackMapping = {
  table: 'stage_transition',
  when: [{ path: 'derived.row', is: ['transition'] }],
  fields: {
    transition_id: 'derived.transition_id',
    entity: 'derived.entity',
    entity_id: 'derived.entity_id',
    from_stage: 'derived.from',
    to_stage: 'derived.to',
    at: 'derived.at',
  },
};

/**
 * A change of a stage as a record; null when entity, stage or instant is missing. Its identifier is
 * made of these, so that a change that two streams tell is one.
 * @example transitionOf({}, { entity: 'deal', id: '7', from: null, to: 'won', at: 5 })?.derived // { row: 'transition', transition_id: 'deal:7:5:won', entity: 'deal', entity_id: '7', from: null, to: 'won', at: 5 }
 */
export function transitionOf(record: Json, { entity, id, from, to, at }: Change): Json | null {
  const transition_id = joinId(entity, id, at, to);
  if (transition_id === null) return null;
  return withDerived(record, {
    row: 'transition',
    transition_id,
    entity,
    entity_id: id,
    from,
    to,
    at,
  });
}

/**
 * The changes of a stage from all values that it had, in any order. Values that repeat the one before
 * are no change.
 */
export function changesOf(
  of: { entity: Change['entity']; id: string | null },
  values: readonly { value: string | null; at: number | null }[],
): Change[] {
  const dated = values.filter(
    (one): one is { value: string | null; at: number } => one.at !== null,
  );
  const sorted = [...dated].sort((a, b) => a.at - b.at);
  const changes: Change[] = [];
  let from: string | null = null;
  for (const { value, at } of sorted) {
    if (value !== null && value !== from) changes.push({ ...of, from, to: value, at });
    from = value;
  }
  return changes;
}

/** Changes as records. */
export function transitionsOf(changes: readonly Change[]): Json[] {
  return changes.map((change) => transitionOf({}, change)).filter((one) => one !== null);
}
