/**
 * Makes the database of a folder and ends: its making takes memory that a process never gives back.
 * Run as `node pglite-init.ts FOLDER [DUMP]`.
 */
import { openAsBlob } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';

const [folder, dump] = process.argv.slice(2);
if (!folder) throw new Error('pglite-init.ts needs the folder of the database.');
const pglite = await PGlite.create({
  dataDir: folder,
  ...(dump ? { loadDataDir: await openAsBlob(dump) } : {}),
});
await pglite.close();
