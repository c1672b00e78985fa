import type { RiskLevel, StrategyBody } from '@openmops/domain/strategy';
import type { StrategyInfo } from '../../api-strategy.ts';

/** `FY2027, Brand, DACH` */
export const titleOf = (one: { label: string; team: string; region: string }): string =>
  [one.label, one.team, one.region].filter((part) => part !== '').join(', ');

export const RISK_TONES: Record<RiskLevel, 'plain' | 'warn' | 'bad'> = {
  low: 'plain',
  medium: 'warn',
  high: 'bad',
};
export const RATINGS = ['Very low', 'Low', 'Medium', 'High', 'Very high'] as const;

/** What of a strategy changed, in words. */
export const PART_NAMES: Record<string, string> = {
  situation: 'situation',
  audience: 'audience',
  goals: 'goals',
  tactics: 'tactics',
  channels: 'channels',
  metrics: 'metrics',
  risks: 'risks',
  owner: 'owner',
  reviewOn: 'review day',
};

/** A strategy as it is sent: ids instead of what they stand for. */
export function bodyOf(one: StrategyInfo): StrategyBody {
  return {
    situation: one.situation,
    audience: one.audience,
    goals: one.goals.map(({ id }) => id),
    tactics: one.tactics.map(({ id, name, goal, channel, campaigns, note }) => ({
      ...{ id, name, goal, channel, note },
      campaigns: campaigns.map((campaign) => campaign.id),
    })),
    channels: one.channels.map(({ channel, role }) => ({ channel, role })),
    metrics: one.metrics.map(({ kpi }) => kpi),
    risks: one.risks.map(({ name, likelihood, impact, owner, answer }) => ({
      ...{ name, likelihood, impact, owner, answer },
    })),
  };
}

/** An id for a new tactic: its name in small letters, with a number where that is taken. */
export function tacticId(name: string, taken: readonly string[]): string {
  const base =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 30) || 'tactic';
  let id = base;
  for (let at = 2; taken.includes(id); at += 1) id = `${base}-${at}`;
  return id;
}
