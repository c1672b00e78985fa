import type { Issue } from '../shared/index.ts';

export type StrategyGapInput = {
  /** The goals of the strategy. `archived`: it is no longer pursued. */
  goals: readonly { id: string; name: string; archived?: boolean }[];
  tactics: readonly {
    id: string;
    name: string;
    goal: string | null;
    campaigns: readonly string[];
  }[];
  /** Ids of the campaigns that there are. */
  campaigns: readonly string[];
};

export type StrategyGap = {
  kind: 'goal_without_tactic' | 'tactic_without_campaign' | 'tactic_without_goal';
  /** Id of the goal or tactic. */
  id: string;
  name: string;
  message: string;
  /** What closes it. */
  action: string;
};

type Covered = {
  all: number;
  linked: number;
  /** 0–1; null where there is nothing. */
  share: number | null;
};

export type StrategyGaps = {
  /** Goals first, then tactics, each in the order of the strategy. */
  gaps: StrategyGap[];
  /** Goals with a tactic, tactics with a campaign. */
  goals: Covered;
  tactics: Covered;
  method: 'strategy-gaps';
  version: 1;
  warnings: Issue[];
};

/**
 * What a strategy leaves open: goals that no tactic works for, tactics without a campaign, and tactics that work for no
 * goal of the strategy. A campaign that is gone counts as none; a goal that is archived needs no tactic and takes none.
 * @example
 * const goals = [{ id: 'go_1', name: 'Pipeline' }, { id: 'go_2', name: 'Retention' }];
 * const tactics = [{ id: 'fair', name: 'Trade fairs', goal: 'go_1', campaigns: [] }];
 * strategyGaps({ goals, tactics, campaigns: [] }).gaps.map(({ kind, id }) => `${kind} ${id}`) // ['goal_without_tactic go_2', 'tactic_without_campaign fair']
 */
export function strategyGaps({ goals, tactics, campaigns }: StrategyGapInput): StrategyGaps {
  const there = new Set(campaigns);
  const live = goals.filter((one) => !one.archived);
  const pursued = new Set(live.map(({ id }) => id));
  const served = new Set(
    tactics.flatMap(({ goal }) => (goal !== null && pursued.has(goal) ? [goal] : [])),
  );
  const bare = live.filter(({ id }) => !served.has(id));
  const idle = tactics.filter((one) => !one.campaigns.some((id) => there.has(id)));
  const aimless = tactics.filter(({ goal }) => goal === null || !pursued.has(goal));
  const gaps: StrategyGap[] = [
    ...bare.map(({ id, name }) => ({
      kind: 'goal_without_tactic' as const,
      ...{ id, name },
      message: `No tactic works for the goal “${name}”.`,
      action: 'Add a tactic for it, or take the goal out of the strategy.',
    })),
    ...idle.map(({ id, name, campaigns: named }) => ({
      kind: 'tactic_without_campaign' as const,
      ...{ id, name },
      message:
        named.length === 0
          ? `The tactic “${name}” has no campaign.`
          : `The campaigns of the tactic “${name}” are gone.`,
      action: 'Link a campaign that carries it out, or drop the tactic.',
    })),
    ...aimless.map(({ id, name, goal }) => ({
      kind: 'tactic_without_goal' as const,
      ...{ id, name },
      message:
        goal === null
          ? `The tactic “${name}” has no goal.`
          : `The goal of the tactic “${name}” is not in the strategy, or archived.`,
      action: 'Give it a goal of the strategy.',
    })),
  ];
  return {
    gaps,
    goals: covered(live.length, live.length - bare.length),
    tactics: covered(tactics.length, tactics.length - idle.length),
    method: 'strategy-gaps',
    version: 1,
    warnings:
      goals.length === 0
        ? [
            {
              code: 'no_goals',
              severity: 'warning',
              message: 'The strategy names no goal.',
              hint: 'Choose goals of the workspace.',
              line: null,
              field: 'goals',
            },
          ]
        : [],
  };
}

const covered = (all: number, linked: number): Covered => ({
  all,
  linked,
  share: all === 0 ? null : linked / all,
});
