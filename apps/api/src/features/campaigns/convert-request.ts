import {
  type Answers,
  answersAsText,
  CampaignKind,
  carryAnswers,
  parseBrief,
} from '@openmops/domain/campaigns';
import { codeFrom } from '@openmops/domain/campaigns/clone';
import { MopsError, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { archiveAsset, createAsset } from '../content/change-asset.ts';
import { byOf } from '../links/create-link.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { codesIn, insertCampaigns } from './campaigns.queries.ts';
import { checkCode, checkDays, codeTaken, namingOf } from './check-campaign.ts';
import { formOf, type RequestRow, requestRow } from './request-rows.ts';
import { Request } from './requests.schema.ts';
import { readRequest } from './requests.ts';
import { refuseStale } from './stale.ts';

const Input = z.strictObject({
  id: z.string().max(40),
  version: z.int().min(1),
  as: z.enum(['campaign', 'asset', 'task']),
  /** Of the campaign; left out: as the form says. */
  type: CampaignKind.optional(),
  /** Of the campaign; left out: made of the title. */
  code: z.string().max(200).optional(),
});

type Made = { kind: 'campaign' | 'asset' | 'task'; id: string };

/**
 * Makes a campaign, an asset or a task of a request, in one step with every answer: what has a field goes there,
 * everything else stands in the brief under “also asked”, or in the note.
 */
export const convertRequest = verb({
  name: 'requests.convert',
  permission: 'campaigns.write',
  kind: 'long',
  input: Input,
  output: Request,
  async run(ctx, input) {
    const { id, version } = input;
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const naming = input.as === 'campaign' ? await namingOf(ctx) : null;
    const now = await readRequest(ctx, id, names);
    const asset =
      input.as === 'asset' && now.version === version ? await makeAsset(ctx, now) : null;
    const convert = async (trx: Trx) => {
      const row = await requestRow(trx, ctx.workspace.id, id);
      refuseStale(version, row, { names, now });
      if (row.state === 'converted' || row.state === 'declined')
        throw new MopsError(
          'CONFLICT',
          row.state === 'declined' ? 'It was declined.' : 'It became something already.',
          'See what came of it.',
        );
      const stamp = { by: byOf(ctx.actor), at: new Date(ctx.now) };
      const made = asset ?? (await make(trx, row, { ...input, ...stamp, naming }));
      ctx.audit({ id, title: row.title, became: made.id, kind: made.kind });
      await trx
        .updateTable('requests')
        .set({
          state: 'converted',
          became_kind: made.kind,
          became_id: made.id,
          answered_at: row.answered_at ?? stamp.at,
          version: version + 1,
          changed_by: stamp.by,
          changed_at: stamp.at,
        })
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .execute();
    };
    try {
      await ctx.transact(convert);
    } catch (error) {
      if (asset) await archiveAsset.call(scopeOf(ctx), { id: asset.id, reason: 'Not converted' });
      throw error;
    }
    return readRequest(ctx, id, names);
  },
});

const scopeOf = ({ instance, actor, workspace, requestId }: Context<'long'>) => {
  return { instance, actor, workspace, requestId };
};

/** An asset is made by the room of content, which has its own rules and transaction. */
async function makeAsset(ctx: Context<'long'>, request: Request): Promise<Made> {
  if (request.state === 'converted' || request.state === 'declined')
    throw new MopsError('CONFLICT', 'It is settled already.', 'See what came of it.');
  const { id } = await createAsset.call(scopeOf(ctx), {
    name: request.title,
    owner: request.owner,
    text: answersAsText(request.form, request.answers),
    plannedOn:
      parseDay(String(request.answers.due ?? '')) === null ? null : String(request.answers.due),
  });
  return { kind: 'asset', id };
}

type Order = z.output<typeof Input> & {
  by: string;
  at: Date;
  naming: Awaited<ReturnType<typeof namingOf>>;
};

async function make(trx: Trx, row: RequestRow, order: Order): Promise<Made> {
  if (order.as === 'campaign') return makeCampaign(trx, row, order);
  return makeTask(trx, row, order);
}

async function makeCampaign(trx: Trx, row: RequestRow, order: Order): Promise<Made> {
  const form = formOf(row);
  const type = order.type ?? CampaignKind.catch('other').parse(form.type);
  const { plain, fields, alsoAsked } = carryAnswers(form, row.answers as Answers, type);
  const code = order.code ?? codeFrom(row.title);
  checkCode(code, order.naming);
  if ((await codesIn(trx, row.workspace_id)).includes(code)) throw codeTaken(code);
  const id = newId('ca');
  await insertCampaigns(trx, [
    {
      id,
      workspace_id: row.workspace_id,
      name: row.title,
      code,
      type,
      program: null,
      aim: null,
      region: plain.region ?? null,
      goal_id: null,
      state: 'idea',
      ...checkDays(plain.dayFrom ?? null, plain.dayTo ?? null),
      owner: row.owner,
      brief: JSON.stringify(parseBrief(type, { fields, alsoAsked }, 'draft')),
      tactics: JSON.stringify([]),
      audience: JSON.stringify({}),
      version: 1,
      created_by: order.by,
      created_at: order.at,
      changed_by: order.by,
      changed_at: order.at,
    },
  ]);
  return { kind: 'campaign', id };
}

async function makeTask(trx: Trx, row: RequestRow, order: Order): Promise<Made> {
  const answers = row.answers as Answers;
  const due = parseDay(String(answers.due ?? ''));
  const id = newId('ta');
  await trx
    .insertInto('tasks')
    .values({
      id,
      workspace_id: row.workspace_id,
      title: row.title,
      note: answersAsText(formOf(row), answers),
      owner: row.owner,
      due,
      status: 'open',
      insight_id: null,
      link: `/requests?id=${row.id}`,
      created_by: order.by,
      created_at: order.at,
      changed_at: order.at,
      changed_by: order.by,
    })
    .execute();
  return { kind: 'task', id };
}
