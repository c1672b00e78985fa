import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import type { Instance } from '../../instance.ts';
import { backupFiles } from '../../stores/files/backup-files.ts';
import type { Trx } from '../../stores/records/records.ts';
import { localVerb } from '../../verb.ts';
import { VERSION } from '../../version.ts';
import { migrationNames, rowsAsJson, sequences, tablesInOrder } from './backup.queries.ts';
import { packFolder } from './tar.ts';

export type Manifest = {
  format: 1;
  version: string;
  createdAt: string;
  migrations: string[];
  tables: Record<string, number>;
  sequences: Record<string, number>;
  /** Which secret signed the sessions and embed tokens of this backup; the secret itself is not in it. */
  keyId: string;
};

/** Tells secrets apart without telling them. */
export function keyIdOf(secret: string): string {
  return createHash('sha256').update(`openmops key id:${secret}`).digest('hex').slice(0, 16);
}

/** Writes records, facts and files into one file; a server goes on working meanwhile. */
export const writeBackup = localVerb({
  name: 'backup.write',
  kind: 'write',
  input: z.strictObject({ file: z.string().min(1).max(4096) }),
  async run({ instance }, { file }) {
    await mustNotExist(file);
    const folder = await mkdtemp(join(dirname(file), '.openmops-backup-'));
    try {
      const manifest = await writeRecords(instance, folder);
      // After the records: facts that came in meanwhile belong to imports that are known as unfinished.
      await instance.facts.backup(folder);
      await backupFiles(instance.env, folder);
      await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
      await packFolder(folder, `${file}.partial`);
      await rename(`${file}.partial`, file);
      const { size } = await stat(file);
      return { file, bytes: size, tables: manifest.tables };
    } finally {
      await rm(folder, { recursive: true, force: true });
      await rm(`${file}.partial`, { force: true });
    }
  },
});

/** One transaction that sees one moment. Sessions and one-time links are not worth keeping. */
async function writeRecords(instance: Instance, folder: string): Promise<Manifest> {
  const { records } = instance;
  const tables: Record<string, number> = {};
  const order = (await tablesInOrder(records.raw)).filter(
    (table) => !['sessions', 'one_time_tokens', 'verifications'].includes(table),
  );
  const write = async (trx: Trx) => {
    async function* lines(): AsyncGenerator<string> {
      for (const table of order) {
        tables[table] = 0;
        for await (const rows of rowsAsJson(trx, table)) {
          tables[table] += rows.length;
          yield rows.map((row) => `${JSON.stringify(table)}\t${row}\n`).join('');
        }
      }
    }
    const target = createWriteStream(join(folder, 'records.jsonl.gz'), { mode: 0o600 });
    await pipeline(Readable.from(lines()), createGzip(), target);
  };
  await records.system.transaction(write, { quiet: true, snapshot: true });
  return {
    format: 1,
    version: VERSION,
    createdAt: new Date(instance.now()).toISOString(),
    migrations: await migrationNames(records.raw),
    tables,
    sequences: await sequences(records.raw),
    keyId: keyIdOf(instance.secret),
  };
}

async function mustNotExist(file: string): Promise<void> {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (there) {
    throw new MopsError('CONFLICT', `${file} is there already.`, 'Choose another name.');
  }
}
