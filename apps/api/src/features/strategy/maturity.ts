import {
  MATURITY_AREAS,
  MATURITY_LEVELS,
  MaturityAnswer,
  type MaturityArea,
  questionnaire,
  scoreMaturity,
} from '@openmops/domain/strategy';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { byOf, type Names, nameIn } from '../goals/people.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { checkRows, type MaturityCheckRow } from './strategy.queries.ts';
import { MaturityCheck, MaturityOverview } from './strategy.schema.ts';

/** The questionnaire of today, and every check that was made with its score. */
export const readMaturity = verb({
  name: 'maturity.read',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: MaturityOverview,
  async run({ instance, db, workspace }) {
    const [names, rows] = await Promise.all([
      namesOfPeople(instance, workspace.id),
      checkRows(db, workspace.id),
    ]);
    return { questionnaire: asked(), checks: rows.map((row) => toCheck(row, names)) };
  },
});

/** Keeps the answers of a check. Former ones stay beside it; each is scored by its own questionnaire. */
export const saveMaturity = verb({
  name: 'maturity.save',
  permission: 'goals.write',
  kind: 'long',
  input: z.strictObject({
    /** The questionnaire that was answered. */
    questionnaire: z.number().int(),
    answers: z.array(MaturityAnswer).min(1, 'Answer at least one question.').max(200),
    note: z.string().trim().max(2000).default(''),
  }),
  output: MaturityCheck,
  async run(ctx, { questionnaire: version, answers, note }) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const { score } = scoreMaturity(answers, version);
    const row = {
      ...{ id: newId('mc'), workspace_id: ctx.workspace.id, questionnaire: version, note },
      ...{ by: byOf(ctx), at: new Date(ctx.now) },
    };
    await ctx.transact(async (trx) => {
      ctx.audit({ check: row.id, questionnaire: version, answered: answers.length, score });
      await trx
        .insertInto('maturity_checks')
        .values({ ...row, answers: JSON.stringify(answers) })
        .execute();
    });
    return toCheck({ ...row, answers }, names);
  },
});

function asked() {
  const { version, questions } = questionnaire();
  return {
    version,
    levels: [...MATURITY_LEVELS],
    areas: (Object.keys(MATURITY_AREAS) as MaturityArea[]).map((area) => ({
      ...{ area, name: MATURITY_AREAS[area] },
    })),
    questions: questions.map((one) => ({ ...one, levels: [...one.levels] })),
  };
}

function toCheck(row: MaturityCheckRow, names: Names): MaturityCheck {
  const { id, questionnaire: version, answers, note, by, at } = row;
  const head = { id, questionnaire: version, answers, note };
  return {
    ...head,
    by: nameIn(names, by),
    at: at.toISOString(),
    score: scoreMaturity(answers, version),
  };
}
