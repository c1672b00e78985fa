import { type Brief, briefFields, type CampaignType, parseBrief } from '@openmops/domain/campaigns';
import { compileNaming, type Taxonomy } from '@openmops/domain/links';
import { MopsError, parseDay } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { Context } from '../../verb.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { grammarOf } from '../links/grammar-rows.ts';

/** The naming of the workspace; null: any code goes. */
export async function namingOf(ctx: Context): Promise<Taxonomy['naming']> {
  return (await grammarOf(ctx.db, ctx.workspace.id)).taxonomy.naming;
}

/** @throws MopsError INVALID, with the code as it should be where that can be told */
export function checkCode(code: string, naming: Taxonomy['naming']): void {
  if (naming === null) return;
  const { values, issues, suggestion } = compileNaming(naming).parse(code);
  if (values !== null) return;
  throw new MopsError(
    'INVALID',
    issues[0]?.message ?? `“${code}” does not fit ${naming.template}.`,
    suggestion ? `Did you mean ${suggestion}?` : `Codes look like ${naming.template}.`,
    { status: 422, rule: 'campaign-name', corrected: suggestion },
  );
}

/** @throws MopsError INVALID for a person who is no member */
export function checkOwner(owner: string | null, names: ReadonlyMap<string, string>): void {
  if (owner === null || (names.has(owner) && owner !== 'local' && owner !== 'system')) return;
  throw new MopsError('INVALID', 'The owner is no member of this workspace.', 'Choose a member.');
}

/** @throws MopsError NOT_FOUND */
export async function checkGoal(
  db: Db | Trx,
  workspaceId: string,
  goal: string | null,
): Promise<void> {
  if (goal === null || (await goalRows(db, workspaceId, [goal])).length > 0) return;
  throw new MopsError('NOT_FOUND', 'There is no such goal.', 'See the list of goals.');
}

/** Two days in order, as numbers. @throws MopsError INVALID */
export function checkDays(from: string | null, to: string | null) {
  const [day_from, day_to] = [from, to].map((text) => (text === null ? null : parseDay(text)));
  if (
    day_to !== null &&
    day_to !== undefined &&
    (!(typeof day_from === 'number') || day_to < day_from)
  )
    throw new MopsError(
      'INVALID',
      'The campaign ends before it begins.',
      'Give a first day, and a last day that is not before it.',
    );
  return { day_from: day_from ?? null, day_to: day_to ?? null };
}

/** A brief for another kind of campaign: what that has no field for is kept beside it. */
export function rebrief(brief: Brief, from: CampaignType, to: CampaignType): Brief {
  const known = new Set(briefFields(to).map(({ id }) => id));
  const labels = new Map(briefFields(from).map(({ id, label }) => [id, label]));
  const fields = Object.entries(brief.fields);
  return parseBrief(
    to,
    {
      fields: Object.fromEntries(fields.filter(([id]) => known.has(id))),
      alsoAsked: [
        ...brief.alsoAsked,
        ...fields
          .filter(([id]) => !known.has(id))
          .map(([id, value]) => ({
            question: labels.get(id) ?? id,
            answer: Array.isArray(value) ? value.join(', ') : String(value),
          })),
      ],
    },
    'draft',
  );
}

/** A code that is there already. */
export function codeTaken(code: string): MopsError {
  return new MopsError(
    'CONFLICT',
    `The code “${code}” is taken.`,
    'Each campaign has a code of its own: facts find it by that.',
  );
}
