import { MODEL_TABLES, type ModelTableId } from '@openmops/domain/model';
import { parseQualityRules } from '@openmops/domain/quality';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { missingField } from './model-checks.ts';
import { Severity } from './quality.schema.ts';
import { ruleWords } from './rule-words.ts';

/** Kinds that need a second table, which an audit does not have. */
const NOT_HERE = new Set(['distribution', 'reconciliation']);

/** Adds a rule of the workspace's own, in the form of the domain; amounts are in units, not millionths. */
export const addRule = verb({
  name: 'quality.addRule',
  permission: 'quality.write',
  kind: 'write',
  input: z.strictObject({
    name: z.string().trim().min(1).max(120).optional(),
    table: z.string().max(40),
    source: z.string().max(100).nullable().default(null),
    severity: Severity.default('medium'),
    rule: z.record(z.string(), z.unknown()),
  }),
  async run({ db, workspace, actor, now, audit }, input): Promise<{ id: string; name: string }> {
    const table = MODEL_TABLES.find(({ id }) => id === input.table);
    if (!table) {
      const hint = `Tables: ${MODEL_TABLES.map((one) => one.id).join(', ')}.`;
      throw new MopsError('INVALID', `There is no table ${input.table}.`, hint);
    }
    const id = newId('qu');
    const [rule] = parseQualityRules([{ ...input.rule, id }]);
    if (!rule) throw new MopsError('INVALID', 'There is no rule.', 'Write one.');
    if (NOT_HERE.has(rule.kind))
      throw new MopsError(
        'INVALID',
        `A rule of the kind ${rule.kind} needs a second table.`,
        'Choose another kind.',
      );
    const missing = missingField(rule, table.id);
    if (missing !== null) {
      const hint = `Fields: ${table.fields.map((field) => field.id).join(', ')}.`;
      throw new MopsError('INVALID', `${table.name} have no field ${missing}.`, hint);
    }
    checkTarget(rule);
    const name = input.name ?? `${table.name}: ${ruleWords(rule)}`;
    await db
      .insertInto('quality_rules')
      .values({
        ...{ id, name, source: input.source, severity: input.severity },
        workspace_id: workspace.id,
        model_table: table.id satisfies ModelTableId,
        rule: JSON.stringify(rule),
        created_by: 'name' in actor ? actor.name : 'command line',
        created_at: new Date(now),
      })
      .execute();
    audit({ rule: id, table: table.id, kind: rule.kind });
    return { id, name };
  },
});

/** A reference points to a table whose rows have an identifier. */
function checkTarget(rule: ReturnType<typeof parseQualityRules>[number]): void {
  if (rule.kind === 'pattern') {
    try {
      new RegExp(rule.pattern, 'su');
    } catch {
      throw new MopsError('INVALID', `“${rule.pattern}” is no regular expression.`, 'Correct it.');
    }
  }
  if (rule.kind !== 'reference') return;
  const target = MODEL_TABLES.find(({ id }) => id === rule.to);
  if (target?.fields.some(({ id }) => id === `${target.id}_id`)) return;
  throw new MopsError(
    'INVALID',
    `${rule.to} is no table that can be pointed to.`,
    'For example contact, account, deal, campaign, order.',
  );
}

/** Takes a rule of the workspace's own away, with its issues that are not closed. */
export const removeRule = verb({
  name: 'quality.removeRule',
  permission: 'quality.write',
  kind: 'write',
  input: z.strictObject({ id: z.string() }),
  async run({ db, workspace, audit }, { id }): Promise<{ id: string }> {
    const { numDeletedRows } = await db
      .deleteFrom('quality_rules')
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .executeTakeFirst();
    if (numDeletedRows === 0n)
      throw new MopsError('NOT_FOUND', 'There is no such rule.', 'openmops quality rules');
    await dropIssues(db, workspace.id, id);
    audit({ rule: id });
    return { id };
  },
});

/** Lets a rule rest, with the reason; or wakes it again. Its open issues go, as nothing can close them. */
export const muteRule = verb({
  name: 'quality.mute',
  permission: 'quality.write',
  kind: 'write',
  input: z.strictObject({
    rule: z.string().min(1).max(120),
    why: z.string().trim().min(1).max(500).nullable(),
  }),
  async run({ db, workspace, actor, now, audit }, { rule, why }): Promise<{ rule: string }> {
    await db
      .deleteFrom('quality_mutes')
      .where('workspace_id', '=', workspace.id)
      .where('rule', '=', rule)
      .execute();
    if (why !== null) {
      await db
        .insertInto('quality_mutes')
        .values({
          ...{ workspace_id: workspace.id, rule, why },
          muted_by: 'name' in actor ? actor.name : 'command line',
          muted_at: new Date(now),
        })
        .execute();
      await dropIssues(db, workspace.id, rule);
    }
    audit({ rule, muted: why !== null });
    return { rule };
  },
});

async function dropIssues(db: Trx, workspaceId: string, rule: string): Promise<void> {
  await db
    .deleteFrom('quality_issues')
    .where('workspace_id', '=', workspaceId)
    .where('rule', '=', rule)
    .where('state', '!=', 'closed')
    .execute();
}
