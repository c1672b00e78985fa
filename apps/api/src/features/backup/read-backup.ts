import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { MopsError } from '@openmops/domain/shared';
import type { Kysely } from 'kysely';
import type { Env } from '../../env.ts';
import { isEmbedded } from '../../instance.ts';
import { folderSecret, lockFolder } from '../../stores/data-folder.ts';
import { openFacts } from '../../stores/facts/open.ts';
import { restoreFiles } from '../../stores/files/backup-files.ts';
import { migrate } from '../../stores/records/migrate.ts';
import { MIGRATIONS } from '../../stores/records/migrations/index.ts';
import { type Db, openRecords, type Records, type Trx } from '../../stores/records/records.ts';
import { addRows, countRows, setSequence } from './backup.queries.ts';
import { unpack } from './tar.ts';
import { keyIdOf, type Manifest } from './write-backup.ts';

const PAGE = 500;
/** The key may be brought along before, so that embed tokens stay valid. */
const ALLOWED = new Set(['secret.key']);

export type Restored = { tables: Record<string, number>; sameKey: boolean };

/** Brings a backup into an empty data folder (and empty servers, where the environment names any). */
export async function readBackup(file: string, env: Env): Promise<Restored> {
  const there = (await readdir(env.dataDir).catch(() => [])).filter((name) => !ALLOWED.has(name));
  if (there.length > 0) {
    throw new MopsError(
      'CONFLICT',
      `The data folder ${env.dataDir} is not empty.`,
      'Restore into an empty one: openmops restore FILE --data-dir NEW',
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'openmops-restore-'));
  try {
    await unpack(file, folder);
    return await fill(env, folder, await readManifest(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Records come last: a restore that was cut off leaves none, so it can be run again. */
async function fill(env: Env, folder: string, manifest: Manifest): Promise<Restored> {
  mustBeKnown(manifest);
  const { databaseUrl, dataDir } = env;
  const { migrations, tables } = manifest;
  const held = isEmbedded(env) ? await lockFolder(dataDir) : null;
  try {
    const done = held?.begin('restore');
    const records = await openRecords({ databaseUrl, folder: dataDir, migrations });
    try {
      await mustBeEmpty(records.system.db);
      await records.alone('facts', () => fillFacts(env, folder));
      await restoreFiles(env, folder);
      await fillRecords(records, folder, manifest);
      await migrate(records.raw as unknown as Kysely<unknown>, records.engine);
    } finally {
      await records.close();
    }
    done?.();
    const secret = env.secret ?? folderSecret(dataDir);
    return { tables, sameKey: keyIdOf(secret) === manifest.keyId };
  } finally {
    held?.release();
  }
}

async function fillFacts(env: Env, folder: string): Promise<void> {
  const facts = await openFacts({ env, folder: env.dataDir });
  try {
    await facts.restore(folder);
  } finally {
    await facts.close();
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
    if (manifest.format === 1) return manifest;
  } catch {}
  throw new MopsError(
    'INVALID',
    'This backup cannot be read by this version.',
    'Restore it with the version that made it, or a newer one.',
  );
}

function mustBeKnown(manifest: Manifest): void {
  if (manifest.migrations.some((name) => !(name in MIGRATIONS))) {
    throw new MopsError(
      'PRECONDITION',
      `The backup was made by a newer version (${manifest.version}).`,
      'Restore it with that version.',
    );
  }
}

/** Rows come into the tables of their time; what came since is then done to them as to any older store. */
async function fillRecords(records: Records, folder: string, manifest: Manifest): Promise<void> {
  await records.system.transaction(async (trx) => {
    await mustBeEmpty(trx);
    await addAll(trx, join(folder, 'records.jsonl.gz'));
    for (const [table, rows] of Object.entries(manifest.tables)) {
      if ((await countRows(trx, table)) !== rows) {
        throw new MopsError('INVALID', `Rows of ${table} are missing.`, 'The file is damaged.');
      }
    }
  });
  for (const [name, value] of Object.entries(manifest.sequences)) {
    await setSequence(records.raw, name, value);
  }
}

async function mustBeEmpty(db: Db | Trx): Promise<void> {
  if ((await countRows(db, 'workspaces')) > 0 || (await countRows(db, 'users')) > 0) {
    throw new MopsError(
      'CONFLICT',
      'The record store is not empty.',
      'Point DATABASE_URL at an empty database.',
    );
  }
}

async function addAll(trx: Trx, file: string): Promise<void> {
  let table = '';
  let rows: string[] = [];
  const flush = async () => {
    if (rows.length > 0) await addRows(trx, table, rows);
    rows = [];
  };
  for await (const line of createInterface({
    input: createReadStream(file).pipe(createGunzip()),
  })) {
    const tab = line.indexOf('\t');
    const name = JSON.parse(line.slice(0, tab)) as string;
    if (name !== table || rows.length >= PAGE) await flush();
    table = name;
    rows.push(line.slice(tab + 1));
  }
  await flush();
}
