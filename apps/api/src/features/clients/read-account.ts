import {
  type ClientMargin,
  clientMargin,
  firstFiscalMonth,
  fiscalYearOf,
  monthName,
} from '@openmops/domain/budgets';
import { dayInZone, firstDay, lastDay, monthOf } from '@openmops/domain/calendar';
import { formatDay, MopsError } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Db } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { summarise } from '../budgets/summary.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { Account } from './clients.schema.ts';

export const WhichYear = z.strictObject({ fiscalYear: z.coerce.number().int().optional() });

/**
 * Fees, money that is passed through, hours and margin of the client whose workspace it is, in a fiscal year so far.
 * For the agency alone: whoever is of the client has no `margins.read`.
 */
export const readAccount = verb({
  name: 'clients.account',
  permission: 'margins.read',
  kind: 'read',
  input: WhichYear.prefault({}),
  output: Account,
  async run(ctx, ask) {
    const { db, workspace, now, instance } = ctx;
    const today = dayInZone(now, workspace.timeZone);
    const present = monthOf(today).month;
    const fiscalYear = ask.fiscalYear ?? fiscalYearOf(present, workspace);
    const first = firstFiscalMonth(fiscalYear, workspace);
    const months = { from: first, to: Math.max(first, Math.min(first + 11, present)) };
    const names = await namesOfPeople(instance, workspace.id);
    const terms = await db
      .selectFrom('client_terms')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .executeTakeFirst();
    const retainers = await db
      .selectFrom('client_retainers')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .orderBy('month_from')
      .orderBy('id')
      .execute();
    const hours = await db
      .selectFrom('client_hours')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .where('day', '>=', firstDay(months.from))
      .where('day', '<=', lastDay(months.to))
      .orderBy('day', 'desc')
      .orderBy('at', 'desc')
      .orderBy('id')
      .execute();
    const invoicedMicros = terms
      ? await invoicedBy(db, workspace, { vendor: terms.own_vendor_key, first })
      : 0;
    const actualMicros = Math.round((await actualOf(ctx, fiscalYear)) * 1e6);
    const found = clientMargin({
      // A year that has not begun has brought no fee.
      retainers: (first > present ? [] : retainers).map((one) => ({
        ...{ kind: one.kind, feeMicros: one.fee_micros, minutes: one.minutes },
        ...{ fromMonth: one.month_from, toMonth: one.month_to },
      })),
      months,
      passThroughMicros: actualMicros - invoicedMicros,
      markupMillionths: terms?.markup_millionths ?? 0,
      workedMinutes: hours.reduce((all, { minutes }) => all + minutes, 0),
      hourCostMicros: terms?.hour_cost_micros ?? null,
      currency: workspace.currency,
    });
    return {
      ...{ fiscalYear, currency: workspace.currency },
      months: { from: monthName(months.from), to: monthName(months.to) },
      terms: terms
        ? {
            ownVendor: terms.own_vendor,
            hourCost: terms.hour_cost_micros === null ? null : terms.hour_cost_micros / 1e6,
            markupPercent: terms.markup_millionths / 1e4,
            version: terms.version,
          }
        : null,
      retainers: retainers.map((one) => ({
        ...{ id: one.id, version: one.version, name: one.name, kind: one.kind },
        ...{ fee: one.fee_micros / 1e6, hours: one.minutes / 60 },
        from: monthName(one.month_from),
        to: one.month_to === null ? null : monthName(one.month_to),
      })),
      hours: hours.map((one) => ({
        ...{ id: one.id, day: formatDay(one.day), hours: one.minutes / 60, note: one.note },
        by: names.get(one.by_id) ?? 'Somebody who left',
      })),
      invoicedFees: invoicedMicros / 1e6,
      ...unitsOf(found),
    };
  },
});

/** A margin in units of the currency and in hours. */
function unitsOf(found: ClientMargin) {
  return {
    fees: found.feesMicros / 1e6,
    passThrough: found.passThroughMicros / 1e6,
    markup: found.markupMicros / 1e6,
    income: found.incomeMicros / 1e6,
    cost: found.costMicros === null ? null : found.costMicros / 1e6,
    margin: found.marginMicros === null ? null : found.marginMicros / 1e6,
    marginShare: found.marginShare,
    agreedHours: found.agreedMinutes / 60,
    workedHours: found.workedMinutes / 60,
    overHours: found.overMinutes / 60,
    method: found.method,
    warnings: found.warnings.map(({ code, message, hint }) => ({ code, message, hint })),
  };
}

/** What the budget counts as spent in the year; 0 where there is no plan of it. */
async function actualOf(
  { instance, actor, workspace, requestId }: Context<'read'>,
  fiscalYear: number,
): Promise<number> {
  try {
    const scope = { instance, actor, workspace, requestId };
    return (await summarise.call(scope, { fiscalYear })).actual;
  } catch (error) {
    if (error instanceof MopsError && error.code === 'NOT_FOUND') return 0;
    throw error;
  }
}

/** Booked invoices of the agency itself in all months of a year, as what is spent counts them. */
async function invoicedBy(
  db: Db,
  workspace: Workspace,
  { vendor, first }: { vendor: string; first: number },
): Promise<number> {
  if (vendor === '') return 0;
  const { micros } = await db
    .selectFrom('expenses')
    .select(sql<number>`coalesce(sum(base_micros), 0)::bigint`.as('micros'))
    .where('workspace_id', '=', workspace.id)
    .where('vendor_key', '=', vendor)
    .where('month', '>=', first)
    .where('month', '<=', first + 11)
    .executeTakeFirstOrThrow();
  return micros;
}
