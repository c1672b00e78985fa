import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { postRoute, STALE } from '../../doors/verb-routes.ts';
import { createQuestion, removeQuestion, updateQuestion } from './change-questions.ts';
import { csvResponse } from './csv-response.ts';
import { QuestionPage, QuestionsTaken } from './questions.schema.ts';
import { listQuestions } from './read-questions.ts';
import { importQuestions, takeRequest } from './take-questions.ts';

const tag = 'Content';
const HEAD = [
  ...['id', 'question', 'stage', 'persona', 'product', 'source', 'answered', 'answers'],
  ...['open_deals', 'amount', 'currency', 'rank', 'deals'],
];

const questionsCsv = ({ questions, currency }: QuestionPage): (string | number | null)[][] =>
  questions.map((one) => [
    ...[one.id, one.text, one.stage, one.persona, one.product, one.source],
    one.answered ? 'yes' : 'no',
    one.answers.map(({ name, why }) => (why === null ? name : `${name} (${why})`)).join('; '),
    ...[one.openDeals, one.amount, one.amount === null ? null : currency, one.rank],
    one.deals.map(({ id }) => id.replace(/^deal\//, '')).join(' '),
  ]);

export const questionRoutes = [
  route({
    method: 'get',
    path: '/api/v1/questions',
    summary: 'What buyers ask, and what answers it',
    description:
      'Coverage overall, by stage and persona. Content answers only while it is approved and may be used. Unanswered questions are ranked by the different open deals in which they were asked, then by their money.',
    tag,
    permission: 'plans.read',
    query: z.object({
      format: z.enum(['json', 'csv']).default('json').describe('`csv` for a spreadsheet.'),
    }),
    answers: [
      { contentType: 'application/json', schema: QuestionPage, description: 'The questions.' },
      { contentType: 'text/csv', description: 'One line per question, with `format=csv`.' },
    ],
    async handle({ query: { format }, verb }) {
      const found = await verb(listQuestions, {});
      return format === 'json' ? found : csvResponse('questions', [HEAD, ...questionsCsv(found)]);
    },
  }),
  postRoute({
    ...{ tag, verb: createQuestion, answer: QuestionPage, status: 201 },
    path: '/api/v1/questions',
    summary: 'Keep what a buyer asks',
    body: '`{"text": "…", "stage": "…", "persona": "…", "source": "sales_call", "answers": ["as_…"], "deals": ["hubspot/9"]}`',
    refuses: { '409': 'The question is there already: `detail.question` is its id.' },
  }),
  postRoute({
    ...{ tag, verb: importQuestions, answer: QuestionsTaken },
    path: '/api/v1/questions/import',
    summary: 'Take questions and their deals from a table',
    description:
      'Columns: question, and if you like stage, persona, product, source, deals (several are parted by a blank, a comma or a semicolon). All lines or none.',
    body: '`{"csv": "question,deals\\n…", "source": "sales_call"}`',
  }),
  postRoute({
    ...{ tag, verb: takeRequest, answer: QuestionsTaken },
    path: '/api/v1/questions/from-request',
    summary: 'Take the question and deal of a request',
    description: 'Answers to the fields question, stage, persona, product and deal of its form.',
    body: '`{"request": "rq_…"}`',
  }),
  postRoute({
    ...{ tag, verb: updateQuestion, answer: QuestionPage, refuses: STALE },
    path: '/api/v1/questions/{id}',
    summary: 'Change a question, its answers and deals',
    body: '`{"version": 1, "answers": ["as_…"]}`',
  }),
  postRoute({
    ...{ tag, verb: removeQuestion, answer: QuestionPage },
    path: '/api/v1/questions/{id}/remove',
    summary: 'Take a question out of the list, or bring it back',
    body: '`{"removed": true}`',
  }),
];
