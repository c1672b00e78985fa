import { MopsError } from '@openmops/domain/shared';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { holdWorkspace } from '../../stores/records/hold-workspace.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { requestRow } from '../campaigns/request-rows.ts';
import { addDeals, addQuestion, questionKey } from './change-questions.ts';
import { id } from './content.schema.ts';
import { DealName, QuestionCsv, QuestionInput, QuestionsTaken } from './questions.schema.ts';

type Told = z.output<typeof QuestionInput>;
type Column = 'text' | 'stage' | 'persona' | 'product' | 'source' | 'deals';
const MOST_LINES = 5000;
const COLUMNS: Readonly<Record<Column, readonly string[]>> = {
  text: ['question', 'buyer question', 'text'],
  stage: ['stage'],
  persona: ['persona', 'role'],
  product: ['product'],
  source: ['source'],
  deals: ['deals', 'deal', 'opportunities', 'opportunity', 'deal id', 'opportunity id'],
};

/**
 * Takes questions and the deals in which they were asked from a table: a question that is there already, however it
 * is written, gets the deals. One line that cannot be read refuses them all, by its number.
 */
export const importQuestions = verb({
  name: 'questions.import',
  permission: 'content.write',
  kind: 'long',
  input: QuestionCsv,
  output: QuestionsTaken,
  async run(ctx, { csv, source }) {
    const told = readLines(csv, source);
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      const at = { workspaceId: workspace.id, by, at: new Date(now) };
      const taken = await take(trx, told, { ...at, via: 'import' });
      ctx.audit({ lines: told.length, ...taken });
      return taken;
    });
  },
});

/** Takes the question, and the deal, that somebody has written into a form of requests. */
export const takeRequest = verb({
  name: 'questions.fromRequest',
  permission: 'content.write',
  kind: 'long',
  input: z.strictObject({ request: id }),
  output: QuestionsTaken,
  async run(ctx, { request }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      const { answers } = await requestRow(trx, workspace.id, request);
      const cells = Object.entries(Object(answers) as Record<string, unknown>).map(
        ([name, value]) => [headingOf(name), [value].flat().join(' ')] as const,
      );
      const told = lineOf(new Map(cells), { where: 'The request', source: 'form' });
      const at = { workspaceId: workspace.id, by, at: new Date(now) };
      const taken = await take(trx, [told], { ...at, via: 'form' });
      ctx.audit({ request, title: told.text.slice(0, 120), ...taken });
      return taken;
    });
  },
});

type At = { workspaceId: string; by: string; at: Date; via: 'import' | 'form' };

async function take(trx: Trx, told: readonly Told[], at: At): Promise<QuestionsTaken> {
  await holdWorkspace(trx, at.workspaceId);
  const rows = await trx
    .selectFrom('buyer_questions')
    .select(['id', 'key'])
    .where('workspace_id', '=', at.workspaceId)
    .where('removed_at', 'is', null)
    .execute();
  const byKey = new Map(rows.map((row) => [row.key, row.id]));
  const taken = { added: 0, known: 0, deals: 0 };
  for (const { deals, ...question } of told) {
    const key = questionKey(question.text);
    const known = byKey.get(key);
    const found = known ?? (await addQuestion(trx, question, at));
    byKey.set(key, found);
    if (known === undefined) taken.added += 1;
    else taken.known += 1;
    taken.deals += await addDeals(trx, { ...at, question: found, deals });
  }
  return taken;
}

function readLines(csv: string, source: string): Told[] {
  const first = csv.slice(0, csv.search(/[\r\n]|$/));
  const delimiter = [';', '\t'].find((one) => first.includes(one)) ?? ',';
  let rows: { info: { lines: number }; record: string[] }[];
  try {
    rows = parse(csv, {
      ...{ bom: true, delimiter, trim: true, info: true },
      ...{ skip_empty_lines: true, relax_column_count: true },
    }) as unknown as typeof rows;
  } catch (error) {
    throw new MopsError('INVALID', `This is no table: ${(error as Error).message}`, HINT);
  }
  const headings = (rows[0]?.record ?? []).map(headingOf);
  if (!headings.some((one) => COLUMNS.text.includes(one)))
    throw new MopsError('INVALID', 'The table has no column “question”.', HINT);
  if (rows.length - 1 > MOST_LINES)
    throw new MopsError('LIMIT', `These are more than ${MOST_LINES} lines.`, 'Split the table.');
  return rows.slice(1).map(({ info, record }) => {
    const cells = new Map(headings.map((name, at) => [name, unguarded(record[at] ?? '')]));
    return lineOf(cells, { where: `Line ${info.lines}`, source });
  });
}

const HINT =
  'Its first line names question, and if you like stage, persona, product, source, deals.';
const headingOf = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[_\s-]+/g, ' ')
    .trim();
/** A cell that was written so that no spreadsheet runs it. */
const unguarded = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, '');

function lineOf(
  cells: ReadonlyMap<string, string>,
  { where, source }: { where: string; source: string },
): Told {
  const cell = (column: Column): string =>
    COLUMNS[column].map((name) => cells.get(name) ?? '').find((one) => one !== '') ?? '';
  const deals = cell('deals')
    .split(/[;|,\s]+/)
    .filter((one) => one !== '');
  const wrong = deals.find((one) => !DealName.safeParse(one).success);
  if (wrong !== undefined)
    throw new MopsError(
      'INVALID',
      `${where}: “${wrong}” names no deal.`,
      'A deal is named by source and id, like hubspot/123.',
    );
  const given = {
    ...{ text: cell('text'), deals },
    ...{ stage: cell('stage') || null, persona: cell('persona') || null },
    product: cell('product') || null,
    source: cell('source').toLowerCase().replace(/\s+/g, '_') || source,
  };
  const read = QuestionInput.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const part = issue?.path[0] === 'text' ? 'question' : String(issue?.path[0]);
  throw new MopsError('INVALID', `${where}, “${part}”: ${issue?.message}`, HINT);
}
