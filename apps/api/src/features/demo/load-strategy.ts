import { demoStrategy } from '@openmops/domain/demo/plan';
import type { Day } from '@openmops/domain/shared';
import type { Scope } from '../../verb.ts';
import { createDecision, decide, reviewDecision } from '../decisions/change-decision.ts';
import { attachEvidence } from '../decisions/evidence.ts';
import { createStrategy } from '../strategy/change-strategy.ts';
import { saveMaturity } from '../strategy/maturity.ts';

type Ids = ReadonlyMap<string, string>;
type Loading = { by: Scope; today: Day; owner: string | null };

/** The strategy, decisions and maturity check of the demo company, by the verbs that people use. */
export async function loadStrategy(
  { by, today, owner }: Loading,
  { goals, campaigns }: { goals: Ids; campaigns: Ids },
): Promise<void> {
  const plan = demoStrategy(today);
  const { fiscalYear, reviewOn, situation, audience, channels, metrics } = plan;
  const found = (ids: Ids, keys: readonly string[]) => keys.flatMap((key) => ids.get(key) ?? []);
  await createStrategy.call(by, {
    ...{ fiscalYear, reviewOn, situation, audience, channels, metrics, owner },
    goals: found(goals, plan.goals),
    tactics: plan.tactics.map((one) => ({
      ...one,
      goal: goals.get(one.goal) ?? null,
      campaigns: found(campaigns, one.campaigns),
    })),
    risks: plan.risks.map((one) => ({ ...one, owner: null })),
  });
  for (const one of plan.decisions) {
    const { question, background, options, decideBy, evidence, choice, outcome } = one;
    const put = { question, background, options, decideBy, owner };
    const { id } = await createDecision.call(by, put);
    for (const kept of evidence) await attachEvidence.call(by, { decision: id, ...kept });
    if (!choice) continue;
    const { name, ...chosen } = choice;
    await decide.call(by, { id, version: 1, choice: name, ...chosen });
    if (!outcome) continue;
    const { verdict, words } = outcome;
    await reviewDecision.call(by, { id, version: 2, verdict, outcome: words });
  }
  const { questionnaire, note, levels } = plan.maturity;
  await saveMaturity.call(by, {
    ...{ questionnaire, note },
    answers: Object.entries(levels).map(([question, level]) => ({ question, level })),
  });
}
