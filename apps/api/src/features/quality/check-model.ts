import { modelTable } from '@openmops/domain/model';
import type { ModelCheck, Outcome } from './check.ts';
import { createChecker } from './checkers.ts';
import { MoneyBehind, moneyFields } from './money-behind.ts';
import type { AuditAt } from './open-audit.ts';
import { readModelRows } from './read-model-rows.ts';

/**
 * Runs checks of one table of one source: all rows are read once for all of them, and once more for those
 * that must name rows which they met before. What is held of a row is a few bytes at most.
 */
export async function checkModel(
  at: AuditAt,
  checks: readonly ModelCheck[],
): Promise<Map<ModelCheck, Outcome>> {
  const [first] = checks;
  if (!first) return new Map();
  const { table, streams, source } = first;
  const place = { facts: at.facts, workspaceId: at.workspace.id, table, streams };
  const running = await Promise.all(
    checks.map(async (check) => {
      const money = new MoneyBehind(at, table);
      return { check, money, checker: await createChecker(at, check, (row) => money.add(row)) };
    }),
  );
  const fields = [...running.flatMap(({ checker }) => checker.fields), ...moneyFields(table)];
  const personal = new Set(
    modelTable(table)
      .fields.filter((field) => field.personal)
      .map(({ id }) => id),
  );
  const read = async (some: typeof running, how: 'look' | 'again') => {
    for (const everyTelling of [false, true]) {
      const own = some.filter(({ checker }) => checker.everyTelling === everyTelling);
      if (own.length === 0) continue;
      for await (const page of readModelRows(place, { fields, everyTelling }))
        for (const { check, checker } of own) {
          const rows = check.where ? page.filter(check.where) : page;
          if (rows.length > 0) checker[how](rows, personal);
        }
    }
  };
  await read(running, 'look');
  const twice = running.filter(({ checker }) => checker.wantsAgain());
  if (twice.length > 0) await read(twice, 'again');
  const outcomes = new Map<ModelCheck, Outcome>();
  for (const { check, checker, money } of running) {
    const found = checker.end();
    const behind =
      found.failed > 0 ? await money.told(source) : { moneyMicros: null, moneyHow: '' };
    outcomes.set(check, { ...found, ...behind });
  }
  return outcomes;
}
