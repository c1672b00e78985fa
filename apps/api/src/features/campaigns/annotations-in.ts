import type { Filter } from '@openmops/domain/kpi';
import { formatDay, parseDay } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';

/** A day that a chart marks: what was changed, without who and why. */
export type Annotation = { day: string; campaign: string; text: string };

const MOST = 100;

/**
 * What was changed in campaigns in a range of days, for charts: of the campaigns that the question lets through.
 * A question that is narrowed to campaigns also marks their first and last days.
 */
export async function annotationsIn(
  db: Db | Trx,
  workspaceId: string,
  { from, to, filters }: { from: string; to: string; filters: readonly Filter[] },
): Promise<Annotation[]> {
  const [first, last] = [parseDay(from), parseDay(to)];
  if (first === null || last === null) return [];
  const own = filters.filter(({ dim }) => dim === 'campaign');
  const passes = (code: string) => own.every((filter) => lets(filter, code));
  const rows = await db
    .selectFrom('campaign_adjustments')
    .innerJoin('campaigns', 'campaigns.id', 'campaign_adjustments.campaign_id')
    .select([
      'campaigns.code',
      'campaign_adjustments.kind',
      'campaign_adjustments.before',
      'campaign_adjustments.after',
      'campaign_adjustments.day',
    ])
    .where('campaign_adjustments.workspace_id', '=', workspaceId)
    .where('campaign_adjustments.undone_at', 'is', null)
    .where('campaign_adjustments.day', '>=', first)
    .where('campaign_adjustments.day', '<=', last)
    .orderBy('campaign_adjustments.day')
    .limit(MOST)
    .execute();
  const changes = rows
    .filter(({ code }) => passes(code))
    .map(({ day, code, kind, before, after }) => {
      const name = `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
      return { day: formatDay(day), campaign: code, text: `${name}: ${before} → ${after}` };
    });
  if (!own.some(({ op }) => op === 'in' || op === 'eq')) return changes;
  const campaigns = await db
    .selectFrom('campaigns')
    .select(['code', 'day_from', 'day_to'])
    .where('workspace_id', '=', workspaceId)
    .where('state', 'not in', ['idea', 'planned', 'briefed'])
    .execute();
  const ends = campaigns
    .filter(({ code }) => passes(code))
    .flatMap(({ code, day_from, day_to }) => [
      { at: day_from, campaign: code, text: 'Begins' },
      { at: day_to, campaign: code, text: 'Ends' },
    ])
    .flatMap(({ at, ...mark }) =>
      at !== null && at >= first && at <= last ? [{ day: formatDay(at), ...mark }] : [],
    );
  return [...changes, ...ends].sort((a, b) => (a.day < b.day ? -1 : 1)).slice(0, MOST);
}

function lets({ op, values }: Filter, code: string): boolean {
  if (op === 'eq' || op === 'in') return values.includes(code);
  if (op === 'neq' || op === 'notIn') return !values.includes(code);
  return values.some((part) => code.toLowerCase().includes(String(part ?? '').toLowerCase()));
}
