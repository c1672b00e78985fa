import { answerApproval, checkRoute, RouteSchema, readApproval } from '@openmops/domain/content';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { actorMay } from '../../actor.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { holdOnlyMember } from '../members/only-member.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { seatKeys, toApprovalInfo } from './approval-info.ts';
import { type RoundRow, roundsOf } from './approval-rows.ts';
import { ApprovalInfo, id } from './content.schema.ts';
import { tellTurn } from './remind.ts';
import { settingsOf } from './settings-of.ts';
import { assetOf, newestVersions, type VersionRow, versionsOf } from './version-rows.ts';

/**
 * Asks for approval of the newest version, by a route of its own or that of the workspace. An author who is the only
 * member has nobody to ask: it is approved at once, and the round says so.
 */
export const submitVersion = verb({
  name: 'approvals.submit',
  permission: 'content.write',
  kind: 'long',
  input: z.strictObject({ id, number: z.int().min(1), route: RouteSchema.optional() }),
  output: ApprovalInfo,
  async run(ctx, { id: assetId, number, route: wanted }) {
    const { workspace, now } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const { id: by } = await personBehind(ctx);
    const approval = newId('ap');
    await ctx.transact(async (trx) => {
      const only = await holdOnlyMember(trx, workspace.id, by);
      const asset = await assetOf(trx, workspace.id, assetId);
      if (asset.archived_at !== null)
        throw new MopsError('CONFLICT', 'The asset is archived.', 'Bring it back first.');
      const versions = await versionsOf(trx, workspace.id, assetId);
      const version = versions[0] as VersionRow;
      if (version.number !== number) throw otherVersion(version.number);
      const standing = await roundsOf(trx, workspace.id, {
        versionIds: versions.map((one) => one.id),
        standing: true,
      });
      refuseSecondRound(standing, { version, now });
      const authors = authorsOf(versions, standing);
      const route = wanted ?? (await settingsOf(trx, workspace.id)).settings.route;
      const alone = only && authors.includes(by) && actorMay(ctx.actor, 'content.review');
      checkRoute(route, alone ? [] : authors);
      for (const { who } of alone ? [] : route.seats)
        if (who.startsWith('person:') && !names.has(who.slice(7)))
          throw new MopsError('INVALID', 'An approver is no member here.', 'Choose a member.');
      const what = { approval, asset: assetId, name: asset.name, number };
      ctx.audit({ ...what, ...(alone ? { alone } : { route: route.kind }) });
      await trx
        .insertInto('approvals')
        .values({
          id: approval,
          workspace_id: workspace.id,
          version_id: version.id,
          hash: version.hash,
          route: JSON.stringify(route),
          authors: JSON.stringify(authors),
          submitted_by: by,
          submitted_at: new Date(now),
          withdrawn_at: null,
          alone,
        })
        .execute();
      if (alone) return;
      const round = { hash: version.hash, authors, route, submittedAt: now, answers: [] };
      await tellTurn(trx, { workspaceId: workspace.id, round, asset, by, now });
    });
    return approvalOf(ctx, { approval, names });
  },
});

/** Says yes or no to exactly the version that was submitted. */
export const answerVersion = verb({
  name: 'approvals.answer',
  permission: 'content.review',
  kind: 'long',
  input: z.strictObject({
    id,
    /** Of the version that the person looked at. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    verdict: z.enum(['approve', 'reject']),
    reason: z.string().trim().max(2000).default(''),
  }),
  output: ApprovalInfo,
  async run(ctx, { id: approval, hash, verdict, reason }) {
    const { workspace, now } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const person = await personBehind(ctx);
    await ctx.transact(async (trx) => {
      const round = await roundOf(trx, workspace.id, approval);
      if (round.withdrawn)
        throw new MopsError('CONFLICT', 'It was withdrawn.', 'Nothing is to be answered.');
      const { asset, newest } = await placeOf(trx, workspace.id, round);
      if (newest.hash !== round.hash || newest.id !== round.versionId)
        throw otherVersion(newest.number);
      const keys = seatKeys(person);
      const given = { by: person.id, keys, hash, verdict, reason, at: now };
      const answered = answerApproval(round, given);
      const last = answered.answers.at(-1);
      ctx.audit({
        approval,
        asset: asset.id,
        name: asset.name,
        number: newest.number,
        verdict,
        reason,
      });
      await trx
        .insertInto('approval_answers')
        .values({
          id: newId('aa'),
          workspace_id: workspace.id,
          approval_id: approval,
          seat: last?.seat ?? 0,
          answered_by: person.id,
          verdict,
          reason: last?.reason ?? '',
          answered_at: new Date(now),
        })
        .execute();
      const told = { ...answered, submittedBy: round.submittedBy };
      await tellTurn(trx, { workspaceId: workspace.id, round: told, asset, by: person.id, now });
    });
    return approvalOf(ctx, { approval, names });
  },
});

/** Takes a request for approval back, before it is answered to the end. */
export const withdrawApproval = verb({
  name: 'approvals.withdraw',
  permission: 'content.write',
  kind: 'long',
  input: z.strictObject({ id, reason: z.string().trim().max(500).default('') }),
  output: ApprovalInfo,
  async run(ctx, { id: approval, reason }) {
    const { workspace, now } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    await ctx.transact(async (trx) => {
      const round = await roundOf(trx, workspace.id, approval);
      const { asset } = await placeOf(trx, workspace.id, round);
      if (round.withdrawn || readApproval(round, { hash: round.hash, now }).state !== 'open')
        throw new MopsError('CONFLICT', 'It is over already.', 'Nothing is to be withdrawn.');
      ctx.audit({ approval, asset: asset.id, name: asset.name, reason });
      await trx
        .updateTable('approvals')
        .set({ withdrawn_at: new Date(now) })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', approval)
        .execute();
    });
    return approvalOf(ctx, { approval, names });
  },
});

function refuseSecondRound(
  rounds: readonly RoundRow[],
  { version, now }: { version: VersionRow; now: number },
): void {
  const round = rounds.find((one) => one.versionId === version.id);
  const state = round ? readApproval(round, { hash: version.hash, now }).state : null;
  if (state === 'open')
    throw new MopsError('CONFLICT', 'It is in review already.', 'Withdraw it first.');
  if (state === 'approved')
    throw new MopsError('CONFLICT', 'It is approved already.', 'Nothing is to be asked.');
}

/** Who wrote a version since the last approved one; `versions` begin with the newest. */
function authorsOf(versions: readonly VersionRow[], rounds: readonly RoundRow[]): string[] {
  const authors = new Set<string>();
  for (const version of versions) {
    const approved = rounds.some(
      (round) =>
        round.versionId === version.id &&
        readApproval(round, { hash: version.hash, now: 0 }).state === 'approved',
    );
    if (approved) break;
    authors.add(version.created_by);
  }
  return [...authors];
}

async function roundOf(trx: Trx, workspaceId: string, approval: string): Promise<RoundRow> {
  // Two answers at once wait for each other.
  await trx
    .selectFrom('approvals')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', approval)
    .forUpdate()
    .execute();
  const [round] = await roundsOf(trx, workspaceId, { id: approval });
  if (round) return round;
  throw new MopsError('NOT_FOUND', 'There is no such approval.', 'See what is to be reviewed.');
}

async function placeOf(db: Trx | Context<'long'>['db'], workspaceId: string, round: RoundRow) {
  const version = await db
    .selectFrom('asset_versions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', round.versionId)
    .executeTakeFirstOrThrow();
  const asset = await assetOf(db, workspaceId, version.asset_id);
  const newest = (await newestVersions(db, workspaceId, [asset.id])).get(asset.id) as VersionRow;
  return { asset, version, newest };
}

async function approvalOf(
  ctx: Context<'long'>,
  { approval, names }: { approval: string; names: ReadonlyMap<string, string> },
): Promise<ApprovalInfo> {
  const { db, workspace, now } = ctx;
  const [round] = (await roundsOf(db, workspace.id, { id: approval })) as [RoundRow];
  const { asset, version } = await placeOf(db, workspace.id, round);
  const person = await personBehind(ctx);
  return toApprovalInfo(round, { asset, version, now, names, person });
}

function otherVersion(newest: number): MopsError {
  return new MopsError(
    'CONFLICT',
    `Version ${newest} is the newest; another one was meant.`,
    'Look at the newest version first.',
    { newest },
  );
}
