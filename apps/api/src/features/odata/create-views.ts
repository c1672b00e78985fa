import { additivityOf, CATALOGUE, KPIS } from '@openmops/domain/catalogue';
import { measuresOf } from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import * as z from 'zod';
import type { Records } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { type EntitySet, quoted } from './entity-set.ts';
import type { Field, Row } from './expression.ts';
import { KPI_VALUES } from './kpi-values.ts';
import { parseFilter } from './parse-expression.ts';
import { conditionsOf } from './restrict.ts';
import { SPEND } from './spend.ts';
import { TOUCHPOINTS } from './touchpoints.ts';

const ROWS_AT_ONCE = 2000;
const TYPES: Record<Field['type'], string> = {
  String: 'text',
  Date: 'date',
  DateTimeOffset: 'timestamptz',
  Double: 'numeric',
  Int64: 'bigint',
  Boolean: 'boolean',
};
/** Sees what everybody may: nothing that leads to a person. */
const READER = { kind: 'apiKey', id: '', name: 'views', permissions: ['kpis.read'] } as const;

type View = { name: string; set: EntitySet; filter: string | null };

/** Only KPIs that are one base measure and may be added over everything: any sum of rows is true. */
const ADDITIVE = KPIS.filter(
  (kpi) => additivityOf(CATALOGUE, kpi) === 'all' && measuresOf(CATALOGUE, kpi).length === 1,
).map((kpi) => kpi.id);
const VIEWS: readonly View[] = [
  {
    name: 'v_kpi_daily',
    set: KPI_VALUES,
    filter: `grain eq 'day' and by eq 'source' and kpi in (${ADDITIVE.map(quoted).join(',')})`,
  },
  { name: 'v_spend_daily', set: SPEND, filter: null },
  { name: 'v_touch', set: TOUCHPOINTS, filter: null },
];

export type ViewsMade = {
  schema: string;
  views: { name: string; rows: number }[];
  reader: string | null;
};

/**
 * Views for people who read with SQL: what the feed says, in a schema of the workspace's own in
 * PostgreSQL. Made anew each time, all at once. OpenMOps itself never runs SQL of others.
 */
export const createViews = verb({
  name: 'odata.views',
  permission: 'workspace.write',
  kind: 'long',
  input: z.strictObject({
    /** A role of the database that may then read them. */
    reader: z
      .string()
      .regex(/^[A-Za-z_][\w-]{0,62}$/, 'is no name of a role')
      .nullable()
      .default(null),
  }),
  async run(ctx, { reader }): Promise<ViewsMade> {
    const { records } = ctx.instance;
    if (records.engine !== 'postgres') {
      throw new MopsError(
        'PRECONDITION',
        'Views need PostgreSQL (DATABASE_URL); the embedded store is open to one process only.',
        'Read the OData feed or CSV: docs/guides/bi-tools.md.',
      );
    }
    const made = await records.alone(`views ${ctx.workspace.id}`, () =>
      writeViews(ctx, records, reader),
    );
    await ctx.transact(async () => {
      ctx.audit({ schema: made.schema, views: made.views, reader });
    });
    return made;
  },
});

/** Writes tables beside those that are read now, and lets the views read the new ones in one step. */
export async function writeViews(
  ctx: Context<'long'>,
  records: Pick<Records, 'statement'>,
  reader: string | null,
): Promise<ViewsMade> {
  const schema = schemaOf(ctx.workspace);
  const run = (text: string, values: unknown[] = []) => records.statement(text, values);
  await run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  const version = ctx.now.toString(36);
  const views: ViewsMade['views'] = [];
  for (const view of VIEWS) {
    const columns = view.set.fields(READER);
    const table = `${schema}.${tableOf(view, version)}`;
    await run(`DROP TABLE IF EXISTS ${table}`);
    await run(`CREATE TABLE ${table} (${columns.map(columnSql).join(', ')})`);
    views.push({ name: view.name, rows: await fill({ ctx, view, columns, table, run }) });
  }
  const found = await run(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = '${schema.replaceAll('"', '')}'`,
  );
  const now = new Set(VIEWS.map((view) => tableOf(view, version).replaceAll('"', '')));
  const old = (found.rows as { name: string }[])
    .map((row) => row.name)
    .filter((one) => !now.has(one));
  // Replaced, not dropped: what people have built on a view stays.
  const steps = VIEWS.map(
    (view) =>
      `CREATE OR REPLACE VIEW ${schema}.${view.name} AS SELECT * FROM ${schema}.${tableOf(view, version)}`,
  );
  const rights =
    reader === null
      ? []
      : [
          `GRANT USAGE ON SCHEMA ${schema} TO "${reader}"`,
          ...VIEWS.map((view) => `GRANT SELECT ON ${schema}.${view.name} TO "${reader}"`),
        ];
  const gone = old.map((name) => `DROP TABLE IF EXISTS ${schema}."${name}"`);
  await run(`BEGIN; ${[...steps, ...gone, ...rights].join('; ')}; COMMIT`);
  return { schema: schema.replaceAll('"', ''), views, reader };
}

type Filling = {
  ctx: Context<'long'>;
  view: View;
  columns: readonly Field[];
  table: string;
  run(text: string, values: unknown[]): Promise<unknown>;
};

async function fill({ ctx, view, columns, table, run }: Filling): Promise<number> {
  const typed = columns.map(columnSql).join(', ');
  const insert = `INSERT INTO ${table} SELECT * FROM jsonb_to_recordset($1::jsonb) AS row(${typed})`;
  const filter = view.filter === null ? null : parseFilter(view.filter, columns);
  let count = 0;
  for await (const { rows } of view.set.read({
    ctx,
    conditions: conditionsOf(filter),
    start: null,
  })) {
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      const some = rows.slice(at, at + ROWS_AT_ONCE).map((row) => plain(row, columns));
      await run(insert, [JSON.stringify(some)]);
      count += some.length;
    }
  }
  return count;
}

function plain(row: Row, columns: readonly Field[]): Record<string, unknown> {
  const cells = columns.map(({ name, type }) => {
    const value = row[name] ?? null;
    return [
      name,
      type === 'DateTimeOffset' && value !== null ? new Date(Number(value)).toISOString() : value,
    ];
  });
  return Object.fromEntries(cells);
}

/** Names of columns and workspaces are ours: letters, digits, dashes and underscores. */
function columnSql({ name, type }: Field): string {
  return `"${name}" ${TYPES[type]}`;
}

function schemaOf({ slug }: Workspace): string {
  return `"openmops_${slug}"`;
}

function tableOf({ name }: View, version: string): string {
  return `"${name.replace('v_', '')}_${version}"`;
}
