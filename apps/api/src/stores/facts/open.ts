import { join } from 'node:path';
import { STORED_DATASETS } from '@openmops/domain/catalogue';
import { MopsError } from '@openmops/domain/shared';
import { ASSIGNED_TABLE, replaceAssigned } from './assigned.ts';
import { backupFacts, restoreFacts } from './backup.ts';
import { openChdb } from './chdb-engine.ts';
import { openClickHouse } from './clickhouse-engine.ts';
import type { Engine } from './engine.ts';
import { knownFacts, monthsOf, NOTHING_KNOWN } from './known-facts.ts';
import { createLander } from './land.ts';
import { literal } from './literal.ts';
import { createModelStore, knownColumns } from './model.ts';
import { modelTablesOf } from './model-backup.ts';
import { landSums } from './model-sums.ts';
import type { FactStore } from './port.ts';
import { publish } from './publish.ts';
import { createRawStore } from './raw.ts';
import { RAW_COPIES, RAW_TABLE } from './raw-table.ts';
import { rememberMonths } from './remember.ts';
import { createResolvedStore } from './resolved.ts';
import { RESOLVED_TABLE } from './resolved-table.ts';
import { factRows } from './rows.ts';
import { coverageOf, slicesOf } from './slices.ts';
import { sums } from './sums.ts';
import { migrate, type Tables, tableOf } from './tables.ts';
import { valuesOf } from './values.ts';

/**
 * Opens the fact store: the ClickHouse server that the environment names, or else chDB in the data
 * folder. Creates what is missing in it, and clears what a crash left half done.
 * @example const facts = await openFacts({ env, folder: env.dataDir });
 */
export async function openFacts(at: {
  env?: { clickhouseUrl: string | null };
  /** The data folder; the facts have a folder of their own in it. */
  folder: string;
}): Promise<FactStore> {
  const engine = at.env?.clickhouseUrl
    ? await openClickHouse(at.env.clickhouseUrl)
    : await openChdb(join(at.folder, 'facts'));
  return factStore(engine, await migrate(engine));
}

function factStore(raw: Engine, tables: Tables): FactStore {
  const engine = teaching(raw);
  const at = { engine, tables };
  // Publishing replaces whole months, so two at a time would undo each other's work.
  let publishing: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = publishing.then(work);
    publishing = next.catch(() => undefined);
    return next;
  };
  const lander = createLander({ ...at, alone: inTurn });
  const memory = rememberMonths(engine);
  const modelColumns = knownColumns(engine);
  return {
    raw: createRawStore(engine),
    model: createModelStore(engine, modelColumns),
    resolved: createResolvedStore(engine),
    land: lander.land,
    unland: lander.unland,
    landSums: (question) => landSums({ ...at, columns: modelColumns, alone: inTurn }, question),
    publish: (workspaceId, touched, active) =>
      inTurn(() => publish({ ...at, during: memory.during }, workspaceId, touched, active)),
    assign: (workspaceId, campaigns) =>
      inTurn(() => replaceAssigned(engine, workspaceId, campaigns)),
    coverage: (workspaceId, dataset, measures, from, to) =>
      coverageOf(at, workspaceId, { dataset, measures, from, to }),
    slices: (workspaceId) => slicesOf(engine, memory, workspaceId),
    sums: async (workspaceId, query, slices) => {
      const asking = monthsOf(query);
      const version = memory.version(workspaceId, asking);
      const known = await knownFacts(at, memory, { workspaceId, query });
      const found = await sums(at, { workspaceId, query, slices, known });
      // What was known may not have been true any more.
      const isTrue = known === NOTHING_KNOWN || memory.version(workspaceId, asking) === version;
      return isTrue ? found : sums(at, { workspaceId, query, slices });
    },
    rows: (workspaceId, query, slices, page) => factRows(at, workspaceId, query, slices, page),
    values: (workspaceId, what) => valuesOf(at, workspaceId, what),
    drop: (workspaceId) =>
      inTurn(() =>
        memory.duringAll(workspaceId, async () => {
          for (const kind of ['facts', 'landed'] as const)
            for (const dataset of STORED_DATASETS)
              await dropPartitions(engine, tableOf(kind, dataset), workspaceId);
          for (const table of [
            RAW_TABLE,
            RAW_COPIES,
            RESOLVED_TABLE,
            ASSIGNED_TABLE,
            ...(await modelTablesOf(engine)),
          ])
            await dropPartitions(engine, table, workspaceId);
        }),
      ),
    async health() {
      const [row] = await engine.ask<[string]>('SELECT version()', {});
      return { engine: engine.name, version: row?.[0] ?? 'unknown' };
    },
    backup: (folder) => inTurn(() => backupFacts(engine, folder)),
    restore: (folder) =>
      inTurn(() =>
        memory.duringAll(null, () => restoreFacts(at, folder).finally(() => modelColumns.forget())),
      ),
    async close() {
      await publishing;
      await engine.close();
    },
  };
}

/** Partitions begin with the workspace, so that removing one is not a search through all. */
async function dropPartitions(engine: Engine, table: string, workspaceId: string): Promise<void> {
  const found = await engine.look<[string]>(
    `SELECT DISTINCT _partition_id FROM ${table} WHERE workspace = ${literal(workspaceId)}`,
  );
  if (found.length === 0) return;
  const drops = found.map(([id]) => `DROP PARTITION ID ${literal(id)}`);
  await engine.run(`ALTER TABLE ${table} ${drops.join(', ')}`);
}

const TEACH: Record<string, [message: string, hint: string]> = {
  TIMEOUT_EXCEEDED: [
    'The question took too long and was stopped.',
    'Ask for a shorter range, a coarser grain or fewer dimensions.',
  ],
  MEMORY_LIMIT_EXCEEDED: [
    'The question needs more memory than one question may use.',
    'Ask for a shorter range, a coarser grain or fewer dimensions.',
  ],
};

/** The engine's refusals in words that say what to do; everything else stays as it is. */
function teaching(engine: Engine): Engine {
  return {
    ...engine,
    ask: async (sql, params) => {
      try {
        return await engine.ask(sql, params);
      } catch (error) {
        const known = TEACH[(error as { type?: string }).type ?? ''];
        if (known) throw new MopsError('LIMIT', known[0], known[1]);
        throw error;
      }
    },
  };
}
