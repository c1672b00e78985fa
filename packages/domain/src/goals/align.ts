import { MopsError } from '../shared/index.ts';

/** What is planned, as the alignment needs it. Ids are those of the records. */
export type AlignmentInput = {
  objectives: readonly { id: string; archived?: boolean }[];
  goals: readonly { id: string; objective: string; archived?: boolean }[];
  campaigns: readonly { id: string; goal: string | null }[];
  /** Planned money, each piece once: a line or a campaign's part of it. Without one currency it has no sum. */
  money: readonly {
    id: string;
    goal: string | null;
    campaign: string | null;
    plannedMicros: number;
  }[];
};

export type Coverage = {
  all: number;
  linked: number;
  /** 0–1; null where there is nothing. */
  share: number | null;
};

export type Alignment = {
  campaigns: Coverage;
  /** In micros. */
  moneyMicros: Coverage;
  orphans: {
    /** Ids of campaigns that lead to no objective, and of money that does not. */
    campaigns: string[];
    money: string[];
    /** Goals that no campaign works for, objectives without a goal. */
    goals: string[];
    objectives: string[];
  };
  /** Goal → its campaigns, and the planned money that leads to it. */
  byGoal: Map<string, { campaigns: string[]; plannedMicros: number }>;
  method: 'alignment';
  version: 1;
};

/**
 * Which campaigns and how much planned money lead to an objective. Money follows its own goal, else that of its
 * campaign. What leads to a goal or objective that is archived or gone is an orphan. INVALID for amounts
 * below 0 and what is no whole number of micros.
 * @example
 * const objectives = [{ id: 'grow' }];
 * const goals = [{ id: 'pipeline', objective: 'grow' }];
 * const campaigns = [{ id: 'webinar', goal: 'pipeline' }, { id: 'fair', goal: null }];
 * const money = [{ id: 'l1', goal: null, campaign: 'webinar', plannedMicros: 750 }, { id: 'l2', goal: null, campaign: 'fair', plannedMicros: 250 }];
 * alignmentOf({ objectives, goals, campaigns, money }) // { campaigns: { all: 2, linked: 1, share: 0.5 }, moneyMicros: { all: 1000, linked: 750, share: 0.75 }, orphans: { campaigns: ['fair'], money: ['l2'], goals: [], objectives: [] }, … }
 */
export function alignmentOf({ objectives, goals, campaigns, money }: AlignmentInput): Alignment {
  const live = new Set(objectives.filter((one) => !one.archived).map(({ id }) => id));
  const standing = goals.filter((one) => !one.archived && live.has(one.objective));
  const byGoal: Alignment['byGoal'] = new Map(
    standing.map(({ id }) => [id, { campaigns: [], plannedMicros: 0 }]),
  );
  const goalOf = new Map<string, string>();
  for (const { id, goal } of campaigns) {
    const found = goal === null ? undefined : byGoal.get(goal);
    if (goal === null || !found) continue;
    goalOf.set(id, goal);
    found.campaigns.push(id);
  }
  const lost: string[] = [];
  let [all, linked] = [0, 0];
  for (const { id, goal, campaign, plannedMicros } of money) {
    if (!(Number.isSafeInteger(plannedMicros) && plannedMicros >= 0))
      throw new MopsError(
        'INVALID',
        `${plannedMicros} is no amount.`,
        'Give whole micros, 0 or more.',
      );
    const own = goal !== null && byGoal.has(goal) ? goal : null;
    const to = own ?? (campaign === null ? undefined : goalOf.get(campaign));
    all += plannedMicros;
    const found = to === undefined ? undefined : byGoal.get(to);
    if (!found) {
      lost.push(id);
      continue;
    }
    linked += plannedMicros;
    found.plannedMicros += plannedMicros;
  }
  const kept = new Set(standing.map(({ objective }) => objective));
  return {
    campaigns: coverage(campaigns.length, goalOf.size),
    moneyMicros: coverage(all, linked),
    orphans: {
      campaigns: campaigns.filter(({ id }) => !goalOf.has(id)).map(({ id }) => id),
      money: lost,
      goals: standing
        .filter(({ id }) => byGoal.get(id)?.campaigns.length === 0)
        .map(({ id }) => id),
      objectives: [...live].filter((id) => !kept.has(id)),
    },
    byGoal,
    method: 'alignment',
    version: 1,
  };
}

const coverage = (all: number, linked: number): Coverage => ({
  all,
  linked,
  share: all === 0 ? null : linked / all,
});
