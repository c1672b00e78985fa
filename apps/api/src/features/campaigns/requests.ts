import { checkAnswers, type FormInfo, RequestForm, requestDue } from '@openmops/domain/campaigns';
import { MopsError } from '@openmops/domain/shared';
import { sql } from 'kysely';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { holdWorkspace } from '../../stores/records/hold-workspace.ts';
import { newId } from '../../stores/records/new-id.ts';
import { type Context, verb } from '../../verb.ts';
import { byOf } from '../links/create-link.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { checkOwner } from './check-campaign.ts';
import { formsIn, requestRow, toRequest } from './request-rows.ts';
import { Form, Request, RequestChange, RequestInput } from './requests.schema.ts';

/** The forms by which people ask for something. */
export const listForms = verb({
  name: 'requests.forms',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(Form),
  run: ({ db, workspace }) => formsIn(db, workspace.id),
});

/** Makes a form of the workspace's own, or replaces one by its id. Requests that were sent keep the form they had. */
export const saveForm = verb({
  name: 'requests.saveForm',
  permission: 'campaigns.write',
  kind: 'write',
  input: z.strictObject({ form: RequestForm, version: z.int().min(0) }),
  output: Form,
  async run({ db, workspace, actor, now, audit }, { form, version }) {
    const ids = form.fields.map(({ id }) => id);
    if (new Set(ids).size < ids.length)
      throw new MopsError('INVALID', 'Two questions have one id.', 'Give each its own.');
    if (form.fields.some(({ kind, choices }) => kind === 'choice' && choices.length === 0))
      throw new MopsError('INVALID', 'A choice has no choices.', 'Name what can be chosen.');
    await holdWorkspace(db, workspace.id);
    const known = (await formsIn(db, workspace.id)).find(({ id }) => id === form.id);
    const made = await db
      .selectFrom('request_forms')
      .select(['made_by as changed_by', 'made_at as changed_at'])
      .where('workspace_id', '=', workspace.id)
      .where(sql`form->>'id'`, '=', form.id)
      .executeTakeFirst();
    const { changed_by = '', changed_at = new Date(0) } = made ?? {};
    const seen = { version: known?.version ?? 0, changed_by, changed_at };
    refuseStale(seen, version, { what: `“${known?.name ?? form.name}”`, now: known ?? null });
    audit({ form: form.id, name: form.name });
    if (known?.own)
      await db
        .deleteFrom('request_forms')
        .where('workspace_id', '=', workspace.id)
        .where(sql`form->>'id'`, '=', form.id)
        .execute();
    await db
      .insertInto('request_forms')
      .values({
        id: newId('rf'),
        workspace_id: workspace.id,
        form: JSON.stringify(form),
        version: version + 1,
        made_by: byOf(actor),
        made_at: new Date(now),
      })
      .execute();
    return { ...form, own: true, version: version + 1 };
  },
});

/** Requests that wait, those due first before the others; `all`: also those that are settled. */
export const listRequests = verb({
  name: 'requests.list',
  permission: 'plans.read',
  kind: 'read',
  input: z
    .strictObject({ all: z.boolean().default(false), mine: z.boolean().default(false) })
    .prefault({}),
  output: z.array(Request),
  async run(ctx, { all, mine }) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    let rows = ctx.db
      .selectFrom('requests')
      .selectAll()
      .where('workspace_id', '=', ctx.workspace.id)
      .orderBy('due_at')
      .orderBy('id');
    if (!all) rows = rows.where('state', 'in', ['new', 'triage', 'accepted']);
    if (mine) rows = rows.where('asked_by', '=', byOf(ctx.actor));
    return (await rows.execute()).map((row) => toRequest(row, { names, now: ctx.now }));
  },
});

/** Asks for something. Everybody of the workspace may; the first answer is promised in hours of work. */
export const createRequest = verb({
  name: 'requests.create',
  permission: 'plans.read',
  kind: 'long',
  input: RequestInput,
  output: Request,
  async run(ctx, input) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const id = newId('rq');
    const by = byOf(ctx.actor);
    const at = new Date(ctx.now);
    await ctx.transact(async (trx) => {
      const found = (await formsIn(trx, ctx.workspace.id)).find((form) => form.id === input.form);
      if (!found)
        throw new MopsError('NOT_FOUND', 'There is no such form.', 'See the list of forms.');
      const { own: _, version: __, ...form } = found;
      checkAnswers(form as FormInfo, input.answers);
      const due = requestDue(ctx.now, form.answerWithinHours, ctx.workspace.timeZone);
      ctx.audit({ id, title: input.title, form: form.id });
      await trx
        .insertInto('requests')
        .values({
          id,
          workspace_id: ctx.workspace.id,
          title: input.title,
          form: JSON.stringify(form),
          answers: JSON.stringify(input.answers),
          state: 'new',
          priority: 'normal',
          owner: null,
          due_at: new Date(due),
          answered_at: null,
          reason: '',
          became_kind: null,
          became_id: null,
          version: 1,
          asked_by: by,
          asked_at: at,
          changed_by: by,
          changed_at: at,
        })
        .execute();
    });
    return readRequest(ctx, id, names);
  },
});

/** Sorts a request: who looks after it, how urgent it is, and whether it is taken or declined with a reason. */
export const updateRequest = verb({
  name: 'requests.update',
  permission: 'campaigns.write',
  kind: 'long',
  input: RequestChange,
  output: Request,
  async run(ctx, { id, version, state, priority, owner, reason }) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    if (owner !== undefined) checkOwner(owner, names);
    if (state === 'declined' && !reason)
      throw new MopsError('INVALID', 'A request is declined with a reason.', 'Say why.', {
        status: 422,
      });
    await ctx.transact(async (trx) => {
      const row = await requestRow(trx, ctx.workspace.id, id, { hold: true });
      const now = toRequest(row, { names, now: ctx.now });
      refuseStale(row, version, { what: 'this request', now });
      if (row.state === 'converted')
        throw new MopsError('CONFLICT', 'It became something already.', 'Change that instead.');
      ctx.audit({
        id,
        title: row.title,
        ...(state ? { state } : {}),
        ...(reason ? { reason } : {}),
      });
      await trx
        .updateTable('requests')
        .set({
          ...(state === undefined ? {} : { state }),
          ...(priority === undefined ? {} : { priority }),
          ...(owner === undefined ? {} : { owner }),
          ...(reason === undefined ? {} : { reason }),
          // The first answer: it was taken or declined.
          ...(state !== undefined && state !== 'triage' && row.answered_at === null
            ? { answered_at: new Date(ctx.now) }
            : {}),
          version: version + 1,
          changed_by: byOf(ctx.actor),
          changed_at: new Date(ctx.now),
        })
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .where('version', '=', version)
        .execute();
    });
    return readRequest(ctx, id, names);
  },
});

/** A request as it is now. */
export async function readRequest(
  { db, workspace, now }: Context<'long'> | Context<'read'>,
  id: string,
  names: ReadonlyMap<string, string>,
): Promise<Request> {
  return toRequest(await requestRow(db, workspace.id, id), { names, now });
}
