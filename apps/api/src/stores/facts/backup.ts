import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IMPORTED_DATASETS, STORED_DATASETS } from '@openmops/domain/catalogue';
import { MopsError } from '@openmops/domain/shared';
import { ASSIGNED_COLUMNS, ASSIGNED_TABLE } from './assigned.ts';
import type { Engine } from './engine.ts';
import { emptyModelTables, modelTablesOf, readyModelTables } from './model-backup.ts';
import { RAW_COLUMNS, RAW_TABLE } from './raw-table.ts';
import { columnsOf, isColumn, isFixed, KINDS, type Tables, tableOf } from './tables.ts';

const TABLES = STORED_DATASETS.flatMap((dataset) =>
  KINDS.map((kind) => ({ dataset, table: tableOf(kind, dataset) })),
);
type Manifest = { format: 2; tables: Record<string, { columns: string[]; rows: number }> };

const fileOf = (folder: string, table: string) => join(folder, `${table}.native.zst`);

/** Writes all tables to files that either driver reads back, with a list of what they hold. */
export async function backupFacts(engine: Engine, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const manifest: Manifest = { format: 2, tables: {} };
  const model = (await modelTablesOf(engine)).map((table) => ({ table }));
  for (const { table } of [...TABLES, { table: RAW_TABLE }, { table: ASSIGNED_TABLE }, ...model]) {
    const columns = await columnsOf(engine, table);
    const [count] = await engine.look<[string]>(`SELECT count() FROM ${table}`);
    const rows = Number(count?.[0] ?? 0);
    if (rows > 0) await engine.save(table, columns, fileOf(folder, table));
    manifest.tables[table] = { columns, rows };
  }
  await writeFile(join(folder, 'facts.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Replaces all tables by what a backup holds. */
export async function restoreFacts(
  { engine, tables }: { engine: Engine; tables: Tables },
  folder: string,
): Promise<void> {
  const manifest = await readManifest(folder);
  for (const { dataset, table } of TABLES) {
    // Earlier versions knew only the datasets of files.
    if (!(IMPORTED_DATASETS as readonly string[]).includes(dataset))
      manifest.tables[table] ??= { columns: [], rows: 0 };
    const saved = manifest.tables[table];
    const foreign = saved?.columns.find((column) => !isColumn(column));
    if (!saved || foreign) throw otherVersion(foreign ?? table);
    await tables.ensure(
      dataset,
      saved.columns.filter((name) => !isFixed(name)),
    );
  }
  // A backup of before there were streams has none.
  const raw = manifest.tables[RAW_TABLE];
  const unknown = raw?.columns.find((column) => !RAW_COLUMNS.includes(column));
  if (unknown) throw otherVersion(unknown);
  manifest.tables[RAW_TABLE] = raw ?? { columns: [], rows: 0 };
  const assigned = manifest.tables[ASSIGNED_TABLE] ?? { columns: [], rows: 0 };
  const odd = assigned.columns.find((column) => !ASSIGNED_COLUMNS.includes(column));
  if (odd) throw otherVersion(odd);
  manifest.tables[ASSIGNED_TABLE] = assigned;
  await emptyModelTables(engine);
  const model = await readyModelTables(engine, manifest.tables);
  for (const { table } of [...TABLES, { table: RAW_TABLE }, { table: ASSIGNED_TABLE }, ...model]) {
    const saved = manifest.tables[table];
    await engine.run(`TRUNCATE TABLE ${table}`);
    if (saved && saved.rows > 0) await engine.load(table, saved.columns, fileOf(folder, table));
    const [count] = await engine.look<[string]>(`SELECT count() FROM ${table}`);
    if (Number(count?.[0] ?? 0) !== saved?.rows)
      throw new MopsError(
        'INVALID',
        `The backup holds ${saved?.rows} rows of ${table}, but ${count?.[0]} arrived.`,
        'The file is damaged: take another backup.',
      );
  }
}

function otherVersion(what: string): MopsError {
  return new MopsError(
    'INVALID',
    `The backup was made by another version of OpenMOps: ${what} is not known here.`,
    'Restore it with the version that made it, or a newer one.',
  );
}

async function readManifest(folder: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(folder, 'facts.json'), 'utf8')) as Manifest;
  } catch {
    throw new MopsError(
      'INVALID',
      'The backup has no facts in it.',
      'Choose a file that `openmops backup` wrote.',
    );
  }
}
