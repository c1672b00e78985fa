import type { MergeRecord, NodeId } from '@openmops/domain/identity';
import type { ModelTableId, ModelValue } from '@openmops/domain/model';
import type { Instance } from '../../instance.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { Entity } from './identity.queries.ts';
import { placesOf } from './people-places.ts';

/** Kind, source and identifier of a record’s name. */
export function partsOfNode(node: string): { kind: string; source: string; id: string } {
  const [kind = '', source = ''] = node.split('/', 2);
  return { kind, source, id: node.slice(kind.length + source.length + 2) };
}

/** Fields that name the record or say when it changed: they are no part of what is merged. */
const OWN: ReadonlySet<string> = new Set([
  'contact_id',
  'merged_into',
  'created_at',
  'updated_at',
  'anonymous_id',
]);

/** Contacts or accounts as their sources last sent them; those that are gone are left out. */
export async function recordsOf(
  at: { instance: Instance; db: Db | Trx; workspaceId: string },
  entity: Entity,
  nodes: readonly string[],
): Promise<(MergeRecord & { id: NodeId })[]> {
  const found: (MergeRecord & { id: NodeId })[] = [];
  const idField = `${entity}_id`;
  for (const { at: place, source, tables } of await placesOf(at.db, at.workspaceId, [entity])) {
    if (!tables.includes(entity)) continue;
    const ids = nodes
      .map(partsOfNode)
      .filter((one) => one.kind === entity && one.source === source)
      .map(({ id }) => id);
    if (ids.length === 0) continue;
    const any = [{ field: idField, values: ids }];
    for await (const page of at.instance.facts.model.read({ ...place, table: entity, any }))
      for (const { values } of page)
        found.push({
          id: `${entity}/${source}/${values[idField]}`,
          source,
          updatedAt: instant(values.updated_at) ?? instant(values.created_at),
          values: Object.fromEntries(
            Object.entries(values).filter(([field]) => field !== idField && !OWN.has(field)),
          ),
        });
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

const instant = (value: ModelValue | undefined) => (typeof value === 'number' ? value : null);

/** Rows of a table of which a field has one of some values, over all streams, with their source. */
export async function rowsWith(
  at: { instance: Instance; db: Db | Trx; workspaceId: string },
  table: ModelTableId,
  anyOf: (source: string) => readonly { field: string; values: readonly string[] }[],
): Promise<{ source: string; values: Readonly<Record<string, ModelValue>> }[]> {
  const found: { source: string; values: Readonly<Record<string, ModelValue>> }[] = [];
  for (const { at: place, source, tables } of await placesOf(at.db, at.workspaceId, [table])) {
    const any = anyOf(source).filter(({ values }) => values.length > 0);
    if (!tables.includes(table) || any.length === 0) continue;
    for await (const page of at.instance.facts.model.read({ ...place, table, any }))
      for (const { values } of page) found.push({ source, values });
  }
  return found;
}
