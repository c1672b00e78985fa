import { hoursSaved } from '@openmops/domain/budgets';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { holdWorkspace } from '../../stores/records/hold-workspace.ts';
import { verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { Days, instantsOf } from '../workspace/instants-of.ts';
import { AUTOMATIONS, AutomationKind, countRuns } from './count-runs.ts';

export const AutomationShape = z.object({
  kind: AutomationKind,
  name: z.string(),
  counts: z.string().describe('What is counted.'),
  count: z.number().describe('How often it ran in the period.'),
  minutes: z.number().nullable().describe('Said to be saved each time; null: nobody has said.'),
  hours: z.number().nullable().describe('count × minutes ÷ 60'),
  setBy: z.string().nullable(),
  setAt: z.string().nullable(),
  reason: z.string(),
  version: z.number().describe('0: nobody has said anything yet.'),
  link: z.string(),
});
export const Automations = z.object({
  kinds: z.array(AutomationShape),
  hours: z.number().nullable().describe('Of the kinds with minutes; null: none has any.'),
});

/** How often each automation ran in a period, and how many hours that saved by what people have said of it. */
export const listAutomations = verb({
  name: 'views.automations',
  permission: 'plans.read',
  kind: 'read',
  input: Days,
  output: Automations,
  async run({ db, workspace, instance }, days) {
    const names = await namesOfPeople(instance, workspace.id);
    const counts = await countRuns(db, workspace.id, instantsOf(days, workspace));
    const rows = await db
      .selectFrom('value_assumptions')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .execute();
    const said = new Map(rows.map((one) => [one.kind, one]));
    const kinds = AUTOMATIONS.map(({ kind, ...about }) => {
      const row = said.get(kind);
      const count = counts[kind];
      const minutes = row?.minutes_micros == null ? null : row.minutes_micros / 1e6;
      return {
        ...{ kind, ...about, count, minutes },
        hours: minutes === null ? null : hoursSaved([{ count, minutes }]),
        setBy: row ? (names.get(row.set_by) ?? 'Somebody who left') : null,
        setAt: row?.set_at.toISOString() ?? null,
        reason: row?.reason ?? '',
        version: row?.version ?? 0,
      };
    });
    const stated = kinds.flatMap(({ count, minutes }) =>
      minutes === null ? [] : [{ count, minutes }],
    );
    return { kinds, hours: stated.length === 0 ? null : hoursSaved(stated) };
  },
});

/** Says how many minutes of work one run of an automation saves, and why; null takes it back. */
export const setAutomation = verb({
  name: 'views.setAutomation',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({
    kind: AutomationKind,
    minutes: z
      .number()
      .gt(0, 'Give minutes above 0, or none at all.')
      .max(10_080, 'That is more than a week.')
      .nullable(),
    reason: z.string().trim().min(1, 'Say how you know.').max(500),
    /** As it was seen; 0: nothing was said yet. */
    version: z.number().int().min(0),
  }),
  output: z.object({ kind: AutomationKind, version: z.number() }),
  async run(ctx, { kind, minutes, reason, version }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      await holdWorkspace(trx, workspace.id);
      const row = await trx
        .selectFrom('value_assumptions')
        .selectAll()
        .where('workspace_id', '=', workspace.id)
        .where('kind', '=', kind)
        .executeTakeFirst();
      const name = AUTOMATIONS.find((one) => one.kind === kind)?.name ?? kind;
      if (row) {
        const { set_by: changed_by, set_at: changed_at, minutes_micros } = row;
        const last = { version: row.version, changed_by, changed_at };
        const is = { minutes: minutes_micros === null ? null : minutes_micros / 1e6 };
        refuseStale(last, version, { what: `“${name}”`, now: { ...is, reason: row.reason } });
      } else if (version !== 0)
        throw new MopsError('CONFLICT', `Nothing was said of “${name}”.`, 'Load it again.');
      const set = {
        minutes_micros: minutes === null ? null : Math.round(minutes * 1e6),
        ...{ reason, set_by: by, set_at: new Date(now), version: version + 1 },
      };
      await trx
        .insertInto('value_assumptions')
        .values({ workspace_id: workspace.id, kind, ...set })
        .onConflict((on) => on.columns(['workspace_id', 'kind']).doUpdateSet(set))
        .execute();
      const was = row?.minutes_micros == null ? null : row.minutes_micros / 1e6;
      ctx.audit({ title: name, kind, was, minutes, reason });
      return { kind, version: version + 1 };
    });
  },
});
