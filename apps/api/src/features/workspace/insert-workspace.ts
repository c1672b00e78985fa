import { MopsError } from '@openmops/domain/shared';
import type { CreateWorkspaceInput, Workspace } from '@openmops/domain/workspace';
import type { Actor } from '../../actor.ts';
import { hashToken } from '../../secret.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { appendAudit, canonicalJson } from '../audit/append-audit.ts';

type NewWorkspace = {
  input: CreateWorkspaceInput;
  /** Null: nobody yet; who claims the instance becomes the owner. */
  owner: string | null;
  actor: Actor;
  now: number;
  requestId: string;
  sample?: boolean;
};

/** Adds a workspace with its owner and the first row of its audit trail; in a system transaction. */
export async function insertWorkspace(trx: Trx, fresh: NewWorkspace): Promise<Workspace> {
  const { input, owner, actor, now, requestId } = fresh;
  checkTimeZone(input.timeZone);
  const workspace: Workspace = {
    id: newId('ws'),
    slug: input.slug,
    name: input.name ?? input.slug,
    currency: input.currency,
    timeZone: input.timeZone,
    fiscalStart: input.fiscalStart,
    fiscalNamedBy: input.fiscalNamedBy,
    weekStart: input.weekStart,
    sample: fresh.sample ?? false,
  };
  const added = await trx
    .insertInto('workspaces')
    .values({
      id: workspace.id,
      slug: workspace.slug,
      name: workspace.name,
      currency: workspace.currency,
      time_zone: workspace.timeZone,
      fiscal_start: workspace.fiscalStart,
      fiscal_named_by: workspace.fiscalNamedBy,
      week_start: workspace.weekStart,
      sample: workspace.sample,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows !== 1n) {
    throw new MopsError('CONFLICT', `The slug ${input.slug} is taken.`, 'Choose another one.');
  }
  if (owner) {
    await trx
      .insertInto('members')
      .values({ workspace_id: workspace.id, user_id: owner, role: 'owner' })
      .execute();
  }
  await appendAudit(trx, {
    workspaceId: workspace.id,
    at: new Date(now),
    actor,
    verb: 'workspace.create',
    inputDigest: hashToken(canonicalJson(input)),
    details: { slug: workspace.slug, currency: workspace.currency },
    requestId,
  });
  return workspace;
}

/** Throws when the platform does not know the zone. */
export function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new MopsError(
      'INVALID',
      `timeZone: ${timeZone} is no time zone.`,
      'Use a name like Europe/Berlin or America/New_York.',
    );
  }
}
