import type { Workspace } from '@openmops/domain/workspace';
import type { Selectable } from 'kysely';
import type { WorkspaceTable } from '../../stores/records/schema.ts';

/** A workspace as the domain knows it. */
export function toWorkspace(row: Selectable<WorkspaceTable>): Workspace {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    currency: row.currency,
    timeZone: row.time_zone,
    fiscalStart: row.fiscal_start,
    fiscalNamedBy: row.fiscal_named_by,
    weekStart: row.week_start,
    sample: row.sample,
  };
}
