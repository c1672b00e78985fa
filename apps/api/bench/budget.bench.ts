/**
 * The summary of a budget through its verb against the bare sums in SQL, alternated in one process: a
 * plan of 1,000 lines by twelve months with 100,000 booked invoices.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { readEnv } from '../src/env.ts';
import { changeLines } from '../src/features/budgets/change-lines.ts';
import { createPlan } from '../src/features/budgets/create-plan.ts';
import { summarise } from '../src/features/budgets/summary.ts';
import { createWorkspace } from '../src/features/workspace/create-workspace.ts';
import { openInstance } from '../src/instance.ts';
import { openLog } from '../src/log.ts';

const EXPENSES = 100_000;
const LINES = 1000;
const ROUNDS = 9;
const YEAR = 2026;

const folder = await mkdtemp(join(tmpdir(), 'openmops-bench-'));
const env = readEnv({ OPENMOPS_DATA_DIR: folder, LOG_LEVEL: 'error', OPENMOPS_DEMO: '0' });
// Without a version nothing is remembered: every answer is worked out.
const instance = { ...(await openInstance({ env, log: openLog(env) })), version: () => null };
const outside = {
  instance,
  actor: { kind: 'local' as const },
  workspace: null,
  requestId: 'req_bench',
};
try {
  const workspace = await createWorkspace.call(outside, { slug: 'bench', currency: 'EUR' });
  const scope = { ...outside, workspace };
  const { id } = await createPlan.call(scope, { fiscalYear: YEAR, total: 1e9 });
  const names = Array.from({ length: LINES }, (_, at) => `Line ${at}`);
  const add = names.map((name, at) => ({
    name,
    team: `Team ${at % 8}`,
    channel: `Channel ${at % 12}`,
    months: Array<number>(12).fill(10_000),
  }));
  await changeLines.call(scope, { id, add });
  await instance.records.system.transaction(async (trx) => {
    await sql`
      insert into expenses
      select 'ex_' || n, ${workspace.id}, 'invoice', n::text, n::text, 'Vendor', 'vendor', '',
        20454 + n % 365, ${YEAR * 12} + n % 12, 'EUR', 1000000 * (n % 997), 1, 20454,
        1000000 * (n % 997), '', '', '', '', 'matched', '', '[]', null, null, 'local', now(), 1,
        'local', now()
      from generate_series(1, ${EXPENSES}) n`.execute(trx);
    await sql`
      insert into expense_parts
      select ${workspace.id}, 'ex_' || n, 0, ${YEAR * 12} + n % 12, l.id, null, null,
        1000000 * (n % 997), 1000000 * (n % 997)
      from generate_series(1, ${EXPENSES}) n
      join budget_lines l on l.position = n % ${LINES}`.execute(trx);
    await sql`analyze expenses, expense_parts, budget_lines`.execute(trx);
  });
  const { db } = instance.records.scoped(workspace.id);
  const bare = async () => {
    await sql`
      select month, sum(base_micros)::bigint from expenses
      where workspace_id = ${workspace.id} and month between ${YEAR * 12} and ${YEAR * 12 + 11}
      group by month`.execute(db);
    await sql`
      select line_id, month, sum(base_micros)::bigint from expense_parts
      where workspace_id = ${workspace.id} and month between ${YEAR * 12} and ${YEAR * 12 + 11}
      group by line_id, month`.execute(db);
  };
  const ask = () => summarise.call(scope, { id, by: 'team' });
  const [times, bareTimes]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS + 2; round++) {
    const [own, plain] = [await timed(ask), await timed(bare)];
    if (round < 2) continue;
    times.push(own);
    bareTimes.push(plain);
  }
  const { actual } = await ask();
  const [own, plain] = [median(times), median(bareTimes)];
  console.log(
    JSON.stringify({
      name: 'budget summary of 100,000 expenses / bare SQL',
      value: Math.round((own / plain) * 100) / 100,
      unit: '×',
      goal: 2,
      better: 'less',
      detail: `${Math.round(own)} ms against ${Math.round(plain)} ms, ${LINES} lines, actual ${actual}`,
    }),
  );
} finally {
  await instance.close();
  await rm(folder, { recursive: true, force: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
