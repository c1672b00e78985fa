import { dayInZone } from '@openmops/domain/calendar';
import { type EffectWindows, effectWindows } from '@openmops/domain/decisions';
import { formatDay, MopsError } from '@openmops/domain/shared';
import { type Context, verb } from '../../verb.ts';
import { askKpi, asReader, kpiCalled, oneValue } from './ask-kpi.ts';
import { decisionRow, type EvidenceRow, evidenceRows } from './decisions.queries.ts';
import { ById, Effect } from './decisions.schema.ts';

type Reading = Context<'read'>;
type Windows = { before: Days; after: Days };
type Days = { from: string; to: string };

/** The KPIs of a decision's evidence in two equally long windows: before it, and from its day on. */
export const readEffect = verb({
  name: 'decisions.effect',
  permission: 'plans.read',
  kind: 'read',
  input: ById,
  output: Effect,
  async run(ctx, { id }) {
    const { db, workspace, now } = ctx;
    const row = await decisionRow(db, { workspaceId: workspace.id, id });
    if (row.decided_on === null)
      throw new MopsError('INVALID', 'It is not decided yet.', 'Choose an option first.');
    const found = effectWindows({
      decided: row.decided_on,
      last: dayInZone(now, workspace.timeZone) - 1,
      review: row.review_on,
    });
    const decidedOn = formatDay(row.decided_on);
    if (!found) return { decidedOn, windows: null, kpis: [], warnings: [] };
    const windows = asText(found);
    const kpis: Effect['kpis'] = [];
    for (const one of distinct(await evidenceRows(db, workspace.id, id)))
      kpis.push(...(await aroundOf(ctx, one, windows)));
    return {
      decidedOn,
      windows: { ...windows, days: found.days },
      kpis,
      warnings: found.warnings.map(({ code, message, hint }) => ({ code, message, hint })),
    };
  },
});

function asText({ before, after }: EffectWindows): Windows {
  const text = ({ from, to }: { from: number; to: number }) => ({
    ...{ from: formatDay(from), to: formatDay(to) },
  });
  return { before: text(before), after: text(after) };
}

/** Evidence of several periods asks the same question of the windows. */
function distinct(rows: readonly EvidenceRow[]): EvidenceRow[] {
  const byQuestion = new Map(
    rows.toReversed().map((row) => [`${row.kpi} ${JSON.stringify(row.filters)}`, row]),
  );
  return [...byQuestion.values()].reverse();
}

async function aroundOf(
  ctx: Reading,
  { kpi, filters }: EvidenceRow,
  { before, after }: Windows,
): Promise<Effect['kpis']> {
  const ask = (days: Days, grain?: 'day') =>
    askKpi(asReader(ctx), { kpi, filters, ...days, ...(grain ? { grain } : {}) });
  try {
    const { name, unit, direction } = kpiCalled(kpi);
    const [then, since, daily] = [
      await ask(before),
      await ask(after),
      await ask({ from: before.from, to: after.to }, 'day'),
    ];
    const [was, is] = [oneValue(then, kpi), oneValue(since, kpi)];
    const difference = was === null || is === null ? null : is - was;
    const byDay = daily.notes.every(({ code }) => code !== 'grain_too_fine');
    const notes = new Set([...then.notes, ...since.notes].map(({ message }) => message));
    return [
      {
        ...{ kpi, name, unit, direction, currency: since.currency, filters },
        ...{ before: was, after: is, difference },
        relative: difference === null || !was ? null : difference / Math.abs(was),
        days: byDay
          ? daily.rows.map((row) => ({ day: row.from, value: row.values[kpi] ?? null }))
          : [],
        notes: [...notes],
      },
    ];
  } catch (error) {
    // A KPI that is gone has no windows; the evidence itself says so.
    if (error instanceof MopsError) return [];
    throw error;
  }
}
