import { CATALOGUE } from '@openmops/domain/catalogue';
import { findMeasure } from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';
import type { FactRow } from '@openmops/domain/sources';
import { type Context, verb } from '../../verb.ts';
import { mapperOf, reportOf } from './import-file.ts';
import { findUpload } from './imports.queries.ts';
import {
  type ImportOptions,
  type ImportPlan,
  type ImportPreview,
  PreviewInput,
} from './imports.schema.ts';
import { recognise } from './plan-import.ts';
import { openTable, readRows } from './read/read-table.ts';
import { removeUpload, uploadPath } from './uploads.ts';

const SHOWN_ROWS = 20;

/** Reads the whole file as an import would, and stores nothing. */
export const previewImport = verb({
  name: 'imports.preview',
  permission: 'imports.write',
  kind: 'read',
  input: PreviewInput,
  async run(ctx, { upload, options, keep }): Promise<ImportPreview> {
    try {
      // Who keeps the upload goes on to say what the columns are; a dry run is refused like a run.
      return await preview(ctx, { upload, options, lenient: keep });
    } finally {
      // Its line in the records goes with the next upload.
      if (!keep) await removeUpload(ctx.env.dataDir, upload);
    }
  },
});

async function preview(
  ctx: Context<'read'>,
  { upload, options, lenient }: { upload: string; options: ImportOptions; lenient: boolean },
): Promise<ImportPreview> {
  const found = await findUpload(ctx.db, ctx.workspace.id, upload);
  if (!found)
    throw new MopsError('NOT_FOUND', 'There is no such upload.', 'Upload the file again.');
  const file = await openTable(uploadPath(ctx.env.dataDir, upload));
  const { workspace, db, now: nowMs } = ctx;
  const known = await recognise({ file, options, workspace, db, nowMs, sha256: found.sha256 });
  const { detection } = known;
  const plan: ImportPlan = { ...known, workspace, replaces: [], remember: null };
  const mapper = mapperOf(plan, lenient);
  const account = plan.options.account ?? detection.account ?? '';
  const covered = new Covered(mapper.batch.dims.indexOf('account'), account);
  const facts: FactRow[] = [];
  for await (const rows of readRows(file, detection.delimiter)) {
    for (const row of rows) mapper.push(row, facts);
    for (const fact of facts) covered.add(fact);
    facts.length = 0;
  }
  const landed = { ...mapper.batch, workspaceId: workspace.id, batchId: '', seq: 0, account };
  const batch = { id: null, file: found.name, plan, landed };
  return {
    detection,
    report: reportOf({ batch, mapper }),
    sample: {
      headers: detection.headers,
      rows: detection.sample.slice(0, SHOWN_ROWS).map((row) => row.cells),
    },
    replaces: await replacedRows(ctx, { ...mapper.batch, covered }),
  };
}

/** On which days of which accounts the file has rows. */
class Covered {
  readonly #accountAt: number;
  readonly #account: string;
  readonly accounts = new Map<string, Set<number>>();

  constructor(accountAt: number, account: string) {
    this.#accountAt = accountAt;
    this.#account = account;
  }

  add(fact: FactRow): void {
    const account = (this.#accountAt >= 0 ? fact.dims[this.#accountAt] : null) ?? this.#account;
    let days = this.accounts.get(account);
    if (!days) {
      days = new Set();
      this.accounts.set(account, days);
    }
    days.add(fact.day);
  }
}

type Asked = ReturnType<typeof mapperOf>['batch'] & { covered: Covered };

/** What is there already on the same days, accounts and dimensions, so would be replaced. */
async function replacedRows(
  { facts, workspace }: Context<'read'>,
  { dataset, source, shape, measures, covered }: Asked,
): Promise<ImportPreview['replaces']> {
  const all = [...covered.accounts.values()].flatMap((days) => [...days]);
  if (all.length === 0) return null;
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const day of all) {
    from = Math.min(from, day);
    to = Math.max(to, day);
  }
  const there = await facts.coverage(workspace.id, dataset, [], from, to);
  const slices = new Map<string, { account: string; days: Set<number> }>();
  for (const cover of there) {
    if (cover.source !== source || cover.shape !== shape) continue;
    if (!covered.accounts.get(cover.account)?.has(cover.day)) continue;
    const slice = slices.get(cover.account) ?? { account: cover.account, days: new Set() };
    slices.set(cover.account, slice);
    slice.days.add(cover.day);
  }
  if (slices.size === 0) return null;
  const days = new Set([...slices.values()].flatMap((slice) => [...slice.days]));
  const query = {
    dataset,
    measures: measures.map((id) => findMeasure(CATALOGUE, id)),
    by: [],
    filters: [],
    buckets: [{ label: '', from, to: Math.max(to, ...there.map((cover) => cover.dayTo)) }],
    resolution: 'bucket' as const,
  };
  const wanted = [...slices.values()].map((slice) => ({
    source,
    account: slice.account,
    shape,
    days: [...slice.days].map((day) => ({ from: day, to: day, dayTo: null })),
  }));
  const { total } = await facts.rows(workspace.id, query, wanted, { offset: 0, limit: 1 });
  return total === 0 ? null : { rows: total, days: days.size };
}
