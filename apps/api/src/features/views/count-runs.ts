import { sql } from 'kysely';
import * as z from 'zod';
import type { Db } from '../../stores/records/records.ts';

export const AutomationKind = z.enum([
  'source_reads',
  'files_taken_in',
  'quality_audits',
  'invoices_matched',
  'links_made',
  'campaigns_cloned',
]);
export type AutomationKind = z.infer<typeof AutomationKind>;

/** What OpenMOps does that people did by hand, and what of it is counted. */
export const AUTOMATIONS: readonly {
  kind: AutomationKind;
  name: string;
  counts: string;
  link: string;
}[] = [
  {
    kind: 'source_reads',
    name: 'Sources read on schedule',
    counts: 'Reads of connected sources that ended well, without a person.',
    link: '/connections',
  },
  {
    kind: 'files_taken_in',
    name: 'Exports taken in',
    counts: 'Files that were recognised, mapped and reconciled.',
    link: '/sources',
  },
  {
    kind: 'quality_audits',
    name: 'Audits of data quality',
    counts: 'Audits that ran on schedule.',
    link: '/quality',
  },
  {
    kind: 'invoices_matched',
    name: 'Invoices matched',
    counts: 'Invoices of files that found their order, campaign or line without a person.',
    link: '/budget/invoices',
  },
  {
    kind: 'links_made',
    name: 'Links made in bulk',
    counts: 'Tracked links that were made by list, with codes and names checked.',
    link: '/links',
  },
  {
    kind: 'campaigns_cloned',
    name: 'Campaigns made of a template',
    counts: 'Campaigns with their tasks and brief that came of a template.',
    link: '/campaigns',
  },
];

type Span = { since: Date; until: Date };

/** How often each automation ran between two instants. */
export async function countRuns(
  db: Db,
  workspaceId: string,
  { since, until }: Span,
): Promise<Record<AutomationKind, number>> {
  const count = sql<number>`count(*)::int`;
  const reads = await db
    .selectFrom('integration_runs')
    .select(count.as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('begun_by', '=', 'schedule')
    .where('state', '=', 'done')
    .where('ended_at', '>=', since)
    .where('ended_at', '<', until)
    .executeTakeFirstOrThrow();
  const audits = await db
    .selectFrom('quality_runs')
    .select(count.as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('begun_by', '=', 'schedule')
    .where('ended_at', '>=', since)
    .where('ended_at', '<', until)
    .executeTakeFirstOrThrow();
  const files = await db
    .selectFrom('batches')
    .select(count.as('count'))
    .where('workspace_id', '=', workspaceId)
    // What was undone saved nobody anything.
    .where('status', 'in', ['done', 'replaced'])
    .where('done_at', '>=', since)
    .where('done_at', '<', until)
    .executeTakeFirstOrThrow();
  const invoices = await importedInvoices(db, workspaceId, { since, until });
  return {
    source_reads: reads.count,
    files_taken_in: files.count,
    quality_audits: audits.count,
    invoices_matched: invoices.matched,
    links_made: await told(db, workspaceId, {
      ...{ since, until, verbs: ['links.createMany'] },
      of: (details) => Number(details.links ?? 0),
    }),
    campaigns_cloned: await told(db, workspaceId, {
      ...{ since, until, verbs: ['campaigns.clone'] },
      of: ({ campaigns }) => (Array.isArray(campaigns) ? campaigns.length : 0),
    }),
  };
}

/** What files of invoices brought: matched without a person, and refused because they were booked already. */
export async function importedInvoices(db: Db, workspaceId: string, { since, until }: Span) {
  const rows = await db
    .selectFrom('budget_imports')
    .select('report')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', 'invoices')
    .where('at', '>=', since)
    .where('at', '<', until)
    .execute();
  const sum = (name: string) =>
    rows.reduce((all, { report }) => all + Number((report as Known)[name] ?? 0), 0);
  return { matched: sum('matched'), duplicates: sum('duplicates') };
}

type Known = Record<string, unknown>;
type Told = Span & { verbs: readonly string[]; of: (details: Known) => number };

/** Sums what the audit trail tells of verbs. */
export async function told(
  db: Db,
  workspaceId: string,
  { since, until, verbs, of }: Told,
): Promise<number> {
  const rows = await db
    .selectFrom('audit')
    .select('details')
    .where('workspace_id', '=', workspaceId)
    .where('verb', 'in', verbs)
    .where('at', '>=', since)
    .where('at', '<', until)
    .execute();
  return rows.reduce((all, { details }) => all + of(details as Known), 0);
}
