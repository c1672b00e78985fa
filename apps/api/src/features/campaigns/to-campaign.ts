import {
  Audience,
  type Brief,
  type CampaignState,
  type CampaignType,
  reachOf,
} from '@openmops/domain/campaigns';
import { formatDay } from '@openmops/domain/shared';
import type { GoalRef } from '../goals/goal-rows.ts';
import type { AdjustmentRow, CampaignRow, ReviewRow } from './campaigns.queries.ts';
import type { Adjustment, Campaign, CampaignDetail } from './campaigns.schema.ts';

type Names = ReadonlyMap<string, string>;

export const dayText = (day: number | null) => (day === null ? null : formatDay(day));
export const nameOf = (names: Names, id: string | null) =>
  id === null ? null : (names.get(id) ?? 'Somebody who left');

/** A record as every door shows it. */
export function toCampaign(
  row: CampaignRow,
  { names, goals }: { names: Names; goals: ReadonlyMap<string, GoalRef> },
): Campaign {
  const goal = row.goal_id === null ? undefined : goals.get(row.goal_id);
  const audience = Audience.parse(row.audience);
  return {
    id: row.id,
    name: row.name,
    code: row.code,
    type: row.type as CampaignType,
    state: row.state as CampaignState,
    program: row.program,
    aim: row.aim,
    region: row.region,
    goal: goal ? { id: goal.id, name: goal.name, objective: goal.objective } : null,
    from: dayText(row.day_from),
    to: dayText(row.day_to),
    owner: row.owner,
    ownerName: nameOf(names, row.owner),
    brief: row.brief as Brief & { fields: Record<string, unknown> } as Campaign['brief'],
    tactics: row.tactics as Campaign['tactics'],
    audience: { ...audience, reach: reachOf(audience) },
    version: row.version,
    createdBy: nameOf(names, row.created_by) ?? '',
    createdAt: row.created_at.toISOString(),
    changedBy: nameOf(names, row.changed_by) ?? '',
    changedAt: row.changed_at.toISOString(),
  };
}

export function toAdjustment(row: AdjustmentRow, names: Names): Adjustment {
  return {
    id: row.id,
    kind: row.kind as Adjustment['kind'],
    before: row.before,
    after: row.after,
    reason: row.reason,
    day: formatDay(row.day),
    by: nameOf(names, row.by) ?? '',
    at: row.at.toISOString(),
  };
}

export function toReview(row: ReviewRow, names: Names): NonNullable<CampaignDetail['review']> {
  return {
    results: row.results as NonNullable<CampaignDetail['review']>['results'],
    learnings: row.learnings as string[],
    verdict: row.verdict,
    nextTest: row.next_test,
    version: row.version,
    by: nameOf(names, row.by) ?? '',
    at: row.at.toISOString(),
  };
}
