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
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { archiveAsset, createAsset } from '../content/change-asset.ts';
import { byOf } from '../links/create-link.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { codesIn, insertCampaigns } from './campaigns.queries.ts';
import { checkCode, checkDays, codeTaken, namingOf } from './check-campaign.ts';
import { findTemplate, makeOfTemplate } from './make-of-template.ts';
import { formOf, type RequestRow, requestRow, toRequest } from './request-rows.ts';
import { Request } from './requests.schema.ts';
import { readRequest } from './requests.ts';

const Input = z.strictObject({
  id: z.string().max(40),
  version: z.int().min(1),
  as: z.enum(['campaign', 'asset', 'task']),
  /** Of the campaign; left out: as the form says. */
  type: CampaignKind.optional(),
  /** Of the campaign; left out: made of the title. */
  code: z.string().max(200).optional(),
  /** Of the campaign: a template, or a campaign that is copied, whose tasks and brief it begins with. */
  template: z.string().max(60).optional(),
});

type Made = { kind: 'campaign' | 'asset' | 'task'; id: string };

/**
 * Makes a campaign, an asset or a task of a request, in one step with every answer: what has a field goes there,
 * everything else stands in the brief under “also asked”, or in the note. With a template the campaign also gets its
 * tasks and tactics; what was answered stands over what the template says.
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
      const row = await requestRow(trx, ctx.workspace.id, id, { hold: true });
      const held = toRequest(row, { names, now: ctx.now });
      refuseStale(row, version, { what: 'this request', now: held });
      if (row.state === 'converted' || row.state === 'declined')
        throw new MopsError(
          'CONFLICT',
          row.state === 'declined' ? 'It was declined.' : 'It became something already.',
          'See what came of it.',
        );
      const stamp = { by: byOf(ctx.actor), at: new Date(ctx.now) };
      const made = asset ?? (await make(trx, row, { ...input, ...stamp, naming, names }));
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
  names: ReadonlyMap<string, string>;
};

async function make(trx: Trx, row: RequestRow, order: Order): Promise<Made> {
  if (order.as === 'campaign') return makeCampaign(trx, row, order);
  return makeTask(trx, row, order);
}

async function makeCampaign(trx: Trx, row: RequestRow, order: Order): Promise<Made> {
  if (order.template !== undefined)
    return makeTemplated(trx, row, { ...order, of: order.template });
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

/** A campaign as a template has it, with what was answered over it. */
async function makeTemplated(
  trx: Trx,
  row: RequestRow,
  { of, naming, names, by, at, code = codeFrom(row.title) }: Order & { of: string },
): Promise<Made> {
  const workspaceId = row.workspace_id;
  const template = await findTemplate(trx, workspaceId, of);
  const { plain, ...brief } = carryAnswers(formOf(row), row.answers as Answers, template.type);
  const { region = null, dayFrom, dayTo } = plain;
  const days = checkDays(dayFrom ?? null, dayTo ?? null);
  const order = { name: row.title, code, region, owner: row.owner, dayFrom: days.day_from };
  const [made] = await makeOfTemplate(trx, {
    ...{ workspaceId, template, naming, names, by, at, brief },
    // Without a last day the template says how long it takes.
    orders: [{ ...order, ...(days.day_to === null ? {} : { dayTo: days.day_to }) }],
    ...{ program: template.program, goal: null },
  });
  if (!made) throw new Error('A template made nothing.');
  return { kind: 'campaign', id: made.id };
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
