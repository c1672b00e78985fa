import { normalText } from '@openmops/domain/content';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { holdWorkspace } from '../../stores/records/hold-workspace.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { assetRows } from './asset-rows.ts';
import { id } from './content.schema.ts';
import { QuestionChange, QuestionInput, QuestionPage } from './questions.schema.ts';
import { questionsIn } from './read-questions.ts';

/** Keeps what a buyer asks. The same question, however it is written, is there once. */
export const createQuestion = verb({
  name: 'questions.create',
  permission: 'content.write',
  kind: 'long',
  input: QuestionInput,
  output: QuestionPage,
  async run(ctx, input) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    await ctx.transact(async (trx) => {
      await holdWorkspace(trx, workspace.id);
      await refuseTwice(trx, { workspaceId: workspace.id, text: input.text });
      const at = { workspaceId: workspace.id, by, at: new Date(now) };
      const question = await addQuestion(trx, input, at);
      ctx.audit({ question, title: input.text.slice(0, 120) });
      await setAnswers(trx, { ...at, question, answers: input.answers });
      await addDeals(trx, { ...at, question, deals: input.deals, via: 'hand' });
    });
    return questionsIn(ctx);
  },
});

/** Changes a question; `answers` and `deals` are then the whole lists. */
export const updateQuestion = verb({
  name: 'questions.update',
  permission: 'content.write',
  kind: 'long',
  input: QuestionChange,
  output: QuestionPage,
  async run(ctx, { id: question, version, answers, deals, ...plain }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    await ctx.transact(async (trx) => {
      await holdWorkspace(trx, workspace.id);
      const row = await questionRow(trx, workspace.id, question);
      const { text, stage, persona } = row;
      if (row.removed_at !== null)
        throw new MopsError('CONFLICT', 'This question was removed.', 'Bring it back first.');
      refuseStale(row, version, { what: 'this question', now: { text, stage, persona } });
      if (plain.text !== undefined && questionKey(plain.text) !== row.key)
        await refuseTwice(trx, { workspaceId: workspace.id, text: plain.text });
      ctx.audit({ question, title: (plain.text ?? text).slice(0, 120) });
      const at = { workspaceId: workspace.id, by, at: new Date(now) };
      await trx
        .updateTable('buyer_questions')
        .set({
          ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
          ...(plain.text === undefined ? {} : { key: questionKey(plain.text) }),
          ...{ version: version + 1, changed_by: by, changed_at: at.at },
        })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', question)
        .execute();
      if (answers) await setAnswers(trx, { ...at, question, answers });
      if (!deals) return;
      await trx
        .deleteFrom('question_deals')
        .where('workspace_id', '=', workspace.id)
        .where('question_id', '=', question)
        .$if(deals.length > 0, (gone) => gone.where('deal', 'not in', deals))
        .execute();
      await addDeals(trx, { ...at, question, deals, via: 'hand' });
    });
    return questionsIn(ctx);
  },
});

/** Takes a question out of the list, or brings it back. */
export const removeQuestion = verb({
  name: 'questions.remove',
  permission: 'content.write',
  kind: 'long',
  input: z.strictObject({ id, removed: z.boolean().default(true) }),
  output: QuestionPage,
  async run(ctx, { id: question, removed }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    await ctx.transact(async (trx) => {
      await holdWorkspace(trx, workspace.id);
      const { text, version, removed_at } = await questionRow(trx, workspace.id, question);
      if (!removed && removed_at !== null)
        await refuseTwice(trx, { workspaceId: workspace.id, text });
      ctx.audit({ question, title: text.slice(0, 120), removed });
      await trx
        .updateTable('buyer_questions')
        .set({
          removed_at: removed ? new Date(now) : null,
          ...{ version: version + 1, changed_by: by, changed_at: new Date(now) },
        })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', question)
        .execute();
    });
    return questionsIn(ctx);
  },
});

/** Two writings of one question have one key. @example questionKey(' Is it  safe?') // 'is it safe' */
export const questionKey = (text: string): string =>
  normalText(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\s?!.…]+$/u, '');

type At = { workspaceId: string; by: string; at: Date };
type NewQuestion = Omit<z.output<typeof QuestionInput>, 'answers' | 'deals'>;

/** Keeps a question and answers its id. */
export async function addQuestion(
  trx: Trx,
  { text, stage, persona, product, source }: NewQuestion,
  { workspaceId, by, at }: At,
): Promise<string> {
  const question = newId('bq');
  await trx
    .insertInto('buyer_questions')
    .values({
      ...{ id: question, workspace_id: workspaceId, text, key: questionKey(text) },
      ...{ stage, persona, product, source, version: 1 },
      ...{ created_by: by, created_at: at, changed_by: by, changed_at: at, removed_at: null },
    })
    .execute();
  return question;
}

type Deals = At & { question: string; deals: readonly string[]; via: 'hand' | 'import' | 'form' };

/** Links deals to a question; one that is linked stays as it was linked. Answers how many are new. */
export async function addDeals(
  trx: Trx,
  { workspaceId, by, at, question, deals, via }: Deals,
): Promise<number> {
  const wanted = [...new Set(deals)];
  if (wanted.length === 0) return 0;
  const added = await trx
    .insertInto('question_deals')
    .values(
      wanted.map((deal) => ({
        ...{ workspace_id: workspaceId, question_id: question, deal, via },
        ...{ created_by: by, created_at: at },
      })),
    )
    .onConflict((on) => on.columns(['workspace_id', 'question_id', 'deal']).doNothing())
    .returning('deal')
    .execute();
  return added.length;
}

async function setAnswers(
  trx: Trx,
  { workspaceId, question, answers }: At & { question: string; answers: readonly string[] },
): Promise<void> {
  const wanted = [...new Set(answers)];
  const there = await trx
    .selectFrom('question_answers')
    .select('asset_id')
    .where('workspace_id', '=', workspaceId)
    .where('question_id', '=', question)
    .execute();
  // What is there already stays, though it was archived since.
  const added = wanted.filter((asset) => !there.some((row) => row.asset_id === asset));
  if ((await assetRows(trx, workspaceId, added)).length < added.length)
    throw new MopsError('NOT_FOUND', 'There is no such asset.', 'See the list of content.');
  await trx
    .deleteFrom('question_answers')
    .where('workspace_id', '=', workspaceId)
    .where('question_id', '=', question)
    .execute();
  if (wanted.length === 0) return;
  await trx
    .insertInto('question_answers')
    .values(
      wanted.map((asset) => ({
        ...{ workspace_id: workspaceId, question_id: question, asset_id: asset },
      })),
    )
    .execute();
}

async function questionRow(trx: Trx, workspaceId: string, question: string) {
  const row = await trx
    .selectFrom('buyer_questions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', question)
    .forUpdate()
    .executeTakeFirst();
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such question.', 'See the list of questions.');
}

async function refuseTwice(
  trx: Trx,
  { workspaceId, text }: { workspaceId: string; text: string },
): Promise<void> {
  const there = await trx
    .selectFrom('buyer_questions')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', questionKey(text))
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!there) return;
  throw new MopsError(
    'CONFLICT',
    'This question is there already.',
    'Add your deals and answers to that one.',
    { question: there.id },
  );
}
