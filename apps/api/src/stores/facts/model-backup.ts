import type { Engine } from './engine.ts';
import {
  columnOf,
  columnType,
  createModelTable,
  fieldsOf,
  MODEL_FIXED,
  MODEL_STORED,
  modelTableName,
} from './model-columns.ts';
import { DATABASE } from './tables.ts';

/** The tables of the model that are there: each comes with its first rows. */
export async function modelTablesOf(engine: Engine): Promise<string[]> {
  const found = await engine.look<[string]>(
    `SELECT name FROM system.tables WHERE database = '${DATABASE}' AND startsWith(name, 'model_') ORDER BY name`,
  );
  return found.map(([name]) => name);
}

export async function emptyModelTables(engine: Engine): Promise<void> {
  for (const table of await modelTablesOf(engine)) await engine.run(`TRUNCATE TABLE ${table}`);
}

/** Makes the tables and columns that a backup has, and names them. What is not known here is left out: it can be made again from what arrived. */
export async function readyModelTables(
  engine: Engine,
  saved: Record<string, { columns: string[]; rows: number }>,
): Promise<{ table: string }[]> {
  const ready: { table: string }[] = [];
  for (const id of MODEL_STORED) {
    const table = modelTableName(id);
    const columns = saved[table]?.columns.filter((name) => !MODEL_FIXED.includes(name));
    if (!columns) continue;
    const fields = fieldsOf(id).filter((field) => columns.includes(columnOf(field.id)));
    if (fields.length < columns.length) continue;
    await engine.run(createModelTable(id));
    for (const field of fields)
      await engine.run(
        `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${columnOf(field.id)} ${columnType(field)}`,
      );
    ready.push({ table });
  }
  return ready;
}
