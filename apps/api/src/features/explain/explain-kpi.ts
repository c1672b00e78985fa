import { CATALOGUE } from '@openmops/domain/catalogue';
import { explainChange, type Ranking } from '@openmops/domain/explain';
import { definitionHash, findKpi, type KpiAnswer } from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';
import type * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { checkKpis } from '../kpi/confine.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { ExplainQuestion, WhyAnswer } from './explain.schema.ts';
import { type Formula, formulaOf, refuseOtherRows } from './formula.ts';
import { rankedDimensions } from './ranked.ts';
import { refuseOverlap } from './refusal.ts';
import { REST, type TwoPeriods, twoPeriods } from './rows.ts';
import { partsOf, segmentsOf } from './words.ts';

/**
 * Why a KPI changed between two ranges of days: parts that sum to the change, by what it is made of
 * or by the values of a dimension, from the very sums that `kpi.read` answers with.
 */
export const explainKpi = verb({
  name: 'kpi.explain',
  permission: 'kpis.read',
  kind: 'read',
  input: ExplainQuestion,
  output: WhyAnswer,
  async run(ctx, asked) {
    const kpi = findKpi(CATALOGUE, asked.kpi);
    checkKpis(ctx.actor, [kpi]);
    refuseOverlap(kpi, asked.by);
    refuseOtherRows(kpi, asked.by);
    const total = await ask(ctx, { ...asked, by: null }, formulaOf(kpi, 'drivers'));
    const formula = total.missing ? formulaOf(kpi, 'own') : total.formula;
    const whole = total.missing ? await ask(ctx, { ...asked, by: null }, formula) : total;
    const rows =
      asked.by === null ? whole.rows : await splitRows(ctx, { asked, formula, whole: whole.rows });
    const found = explainChange({
      expr: formula.expr,
      ...rows,
      by: asked.by,
      distinct: formula.distinct,
    });
    const ranking: Ranking['dimensions'] =
      asked.by === null && found.change !== 0
        ? await rankedDimensions({
            kpi,
            formula: formulaOf(kpi, 'own'),
            read: async (by) => {
              const own = formulaOf(kpi, 'own');
              return (await ask(ctx, { ...asked, by }, own)).rows;
            },
          })
        : [];
    const { answer } = whole;
    const { before, after } = valuesOf(answer, kpi.id, found);
    const change = after - before;
    return {
      kpi: kpi.id,
      name: kpi.name,
      unit: kpi.unit,
      direction: kpi.direction,
      definition: definitionHash(CATALOGUE, kpi),
      version: kpi.version,
      formula: formula.text,
      currency: answer.currency,
      asOf: answer.asOf,
      before,
      after,
      change,
      range: { from: answer.from, to: answer.to },
      previous: answer.previous ?? { from: answer.from, to: answer.to },
      by: asked.by,
      method: found.method,
      parts: partsOf(found, { formula, kpi, change }),
      sum: change,
      segments: segmentsOf(found, { formula, rows }),
      ranking: ranking.map(({ dimension, power, surprise, elements }) => ({
        dimension,
        power,
        surprise,
        elements: elements.map((one) => ({
          segment: one.segment,
          power: one.power,
          surprise: one.surprise,
        })),
      })),
      findings: [
        ...found.findings.map(({ code, severity, message, hint }) => ({
          code,
          severity,
          message: message.replaceAll(`“${REST}”`, 'what is not told apart'),
          hint,
        })),
      ],
      notes: answer.notes,
      sources: answer.sources,
    };
  },
});

/** The values that every door gives, where the formula is another way to write the same. */
function valuesOf(answer: KpiAnswer, kpi: string, found: { before: number; after: number }) {
  const [row] = answer.rows;
  const near = (told: number | null | undefined, made: number) =>
    typeof told === 'number' && Math.abs(told - made) <= 1e-9 * Math.max(1, Math.abs(made))
      ? told
      : made;
  return {
    before: near(row?.previous?.[kpi], found.before),
    after: near(row?.values[kpi], found.after),
  };
}

type Asked = z.output<typeof ExplainQuestion>;

/** Base values of both ranges; `missing`: a driver has no rows, so that it can explain nothing. */
async function ask(ctx: Context<'read'>, asked: Asked, formula: Formula) {
  const { from, to, compare, align, filters, by } = asked;
  const scope = {
    instance: ctx.instance,
    actor: ctx.actor,
    workspace: ctx.workspace,
    requestId: ctx.requestId,
  };
  const answer = await readKpi.call(scope, {
    kpis: formula.asks,
    from,
    to,
    compare,
    align,
    filters,
    by: by === null ? [] : [by],
    limit: 5000,
    how: true,
  });
  const rows = twoPeriods(answer, { keys: formula.keys, by });
  const missing =
    formula.drivers !== null &&
    formula.keys.some((key) =>
      [rows.before, rows.after].some((own) => own.every((row) => !row[key])),
    );
  if (by === null && formula.drivers === null)
    mustHaveValues(answer.kpis[formula.asks[0] ?? ''], rows);
  return { answer, rows, missing, formula };
}

/** Nothing was there before and nothing is there now: no change, and no reason either. */
function mustHaveValues(kpi: { name: string } | undefined, rows: TwoPeriods): void {
  const empty = [...rows.before, ...rows.after].every((row) =>
    Object.values(row).every((value) => value === null || value === 0),
  );
  if (!empty) return;
  throw new MopsError(
    'PRECONDITION',
    `${kpi?.name ?? 'The KPI'} has no data in either range: there is no change to explain.`,
    'Choose a range with data.',
  );
}

/** Rows by segment, and what the segments leave out of the whole as a segment of its own. */
async function splitRows(
  ctx: Context<'read'>,
  of: { asked: Asked; formula: Formula; whole: TwoPeriods },
): Promise<TwoPeriods> {
  const { asked, formula, whole } = of;
  const by = asked.by ?? '';
  const { rows } = await ask(ctx, asked, formula);
  const filled = (side: 'before' | 'after') => {
    const rest: Record<string, number | string | null> = { [by]: REST };
    let any = false;
    for (const key of formula.keys) {
      const all = sumOf(whole[side], key);
      const left = all - sumOf(rows[side], key);
      const is = Math.abs(left) > 1e-9 * Math.max(1, Math.abs(all));
      rest[key] = is ? left : 0;
      any ||= is;
    }
    return any ? [...rows[side], rest] : rows[side];
  };
  return { before: filled('before'), after: filled('after') };
}

const sumOf = (rows: TwoPeriods['before'], key: string): number =>
  rows.reduce((sum, row) => sum + (typeof row[key] === 'number' ? row[key] : 0), 0);
