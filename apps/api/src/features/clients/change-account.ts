import { monthName, vendorKey } from '@openmops/domain/budgets';
import { dayInZone } from '@openmops/domain/calendar';
import { MopsError, parseDay } from '@openmops/domain/shared';
import type { Selectable } from 'kysely';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import type { ClientRetainerTable } from '../../stores/records/client-tables.ts';
import { holdWorkspace } from '../../stores/records/hold-workspace.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { Day, Id, monthNumber } from '../budgets/budgets.schema.ts';
import { microsOf } from '../budgets/create-plan.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { RetainerInput, TermsInput } from './clients.schema.ts';

const Changed = z.object({ version: z.number() });
const Version = z.number().int().min(1);

/** Says what is agreed with the client: what an hour costs the agency, its markup, and its name as a vendor. */
export const setTerms = verb({
  name: 'clients.setTerms',
  permission: 'margins.write',
  kind: 'long',
  input: TermsInput,
  output: Changed,
  async run(ctx, { ownVendor, hourCost, markupPercent, version }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      await holdWorkspace(trx, workspace.id);
      const row = await trx
        .selectFrom('client_terms')
        .selectAll()
        .where('workspace_id', '=', workspace.id)
        .executeTakeFirst();
      if (row) {
        const hour = row.hour_cost_micros === null ? null : row.hour_cost_micros / 1e6;
        const is = { ownVendor: row.own_vendor, hourCost: hour };
        const is2 = { ...is, markupPercent: row.markup_millionths / 1e4 };
        refuseStale(row, version, { what: 'the terms', now: is2 });
      } else if (version !== 0)
        throw new MopsError('CONFLICT', 'Nothing is agreed yet.', 'Load it again.');
      const set = {
        own_vendor: ownVendor,
        own_vendor_key: ownVendor === '' ? '' : vendorKey(ownVendor),
        hour_cost_micros: hourCost === null ? null : microsOf(hourCost),
        markup_millionths: Math.round(markupPercent * 1e4),
        ...{ changed_by: by, changed_at: new Date(now), version: version + 1 },
      };
      await trx
        .insertInto('client_terms')
        .values({ workspace_id: workspace.id, ...set })
        .onConflict((on) => on.column('workspace_id').doUpdateSet(set))
        .execute();
      // The trail is read by more people than margins are: no amounts.
      ctx.audit({ fields: ['ownVendor', 'hourCost', 'markupPercent'] });
      return { version: version + 1 };
    });
  },
});

const fieldsOf = (input: z.output<typeof RetainerInput>) => ({
  name: input.name,
  kind: input.kind,
  fee_micros: microsOf(input.fee),
  minutes: input.kind === 'hours' ? Math.round(input.hours * 60) : 0,
  month_from: monthNumber(input.from),
  month_to: input.to === null ? null : monthNumber(input.to),
});

/** Adds a retainer: a fee or hours of each month. */
export const addRetainer = verb({
  name: 'clients.addRetainer',
  permission: 'margins.write',
  kind: 'long',
  input: RetainerInput,
  output: Changed.extend({ id: z.string() }),
  async run(ctx, input) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const id = newId('rt');
    return ctx.transact(async (trx) => {
      const whose = { id, workspace_id: workspace.id };
      const change = { changed_by: by, changed_at: new Date(now), version: 1 };
      await trx
        .insertInto('client_retainers')
        .values({ ...whose, ...fieldsOf(input), ...change })
        .execute();
      ctx.audit({ retainer: id });
      return { id, version: 1 };
    });
  },
});

/** Changes a retainer, or ends it with a last month. */
export const changeRetainer = verb({
  name: 'clients.changeRetainer',
  permission: 'margins.write',
  kind: 'long',
  input: z.strictObject({ id: Id, version: Version, retainer: RetainerInput }),
  output: Changed,
  async run(ctx, { id, version, retainer }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      await heldRetainer(trx, workspace.id, { id, version });
      const change = { changed_by: by, changed_at: new Date(now), version: version + 1 };
      await trx
        .updateTable('client_retainers')
        .set({ ...fieldsOf(retainer), ...change })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', id)
        .execute();
      ctx.audit({ retainer: id });
      return { version: version + 1 };
    });
  },
});

/** Takes a retainer away that was never one; what was agreed for a time is ended instead. */
export const removeRetainer = verb({
  name: 'clients.removeRetainer',
  permission: 'margins.write',
  kind: 'write',
  input: z.strictObject({ id: Id, version: Version }),
  output: z.object({ id: z.string() }),
  async run({ db, workspace, audit }, { id, version }) {
    await heldRetainer(db, workspace.id, { id, version });
    await db
      .deleteFrom('client_retainers')
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .execute();
    audit({ retainer: id });
    return { id };
  },
});

type Seen = { id: string; version: number };

async function heldRetainer(
  trx: Trx,
  workspaceId: string,
  { id, version }: Seen,
): Promise<Selectable<ClientRetainerTable>> {
  const row = await trx
    .selectFrom('client_retainers')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new MopsError('NOT_FOUND', 'There is no such retainer.', 'See the account.');
  const { name, kind, fee_micros, minutes, month_from, month_to } = row;
  const is = { name, kind, fee: fee_micros / 1e6, hours: minutes / 60 };
  const to = month_to === null ? null : monthName(month_to);
  const now = { ...is, from: monthName(month_from), to };
  refuseStale(row, version, { what: `“${name}”`, now });
  return row;
}

/** Notes hours that the agency’s own people worked for the client. */
export const logHours = verb({
  name: 'clients.logHours',
  permission: 'margins.write',
  kind: 'long',
  input: z.strictObject({
    day: Day,
    hours: z.number().gt(0, 'Give hours above 0.').max(10_000),
    note: z.string().trim().max(300).default(''),
  }),
  output: z.object({ id: z.string() }),
  async run(ctx, { day: text, hours, note }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const day = parseDay(text);
    const minutes = Math.round(hours * 60);
    if (day === null || day > dayInZone(now, workspace.timeZone) || minutes < 1)
      throw new MopsError(
        'INVALID',
        `${hours} hours on ${text} cannot have been worked.`,
        'Give a day that was, and a minute or more.',
      );
    const id = newId('ch');
    return ctx.transact(async (trx) => {
      const row = { id, workspace_id: workspace.id, day, minutes, note };
      await trx
        .insertInto('client_hours')
        .values({ ...row, by_id: by, at: new Date(now) })
        .execute();
      ctx.audit({ hours: id });
      return { id };
    });
  },
});

/** Takes hours away that were noted by mistake. */
export const removeHours = verb({
  name: 'clients.removeHours',
  permission: 'margins.write',
  kind: 'write',
  input: z.strictObject({ id: Id }),
  output: z.object({ id: z.string() }),
  async run({ db, workspace, audit }, { id }) {
    const gone = await db
      .deleteFrom('client_hours')
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (!gone) throw new MopsError('NOT_FOUND', 'There are no such hours.', 'See the account.');
    audit({ hours: id });
    return { id };
  },
});
