import { claimState, findClaims } from '@openmops/domain/content';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { toApprovalInfo } from './approval-info.ts';
import { roundsOf } from './approval-rows.ts';
import { AssetPage, type FileInfo, id } from './content.schema.ts';
import { textOf, toInfos } from './list-assets.ts';
import { publicationsIn } from './publications-in.ts';
import { houseOf, type Standing, standingOf } from './standing.ts';
import { assetOf, type FileRow, filesOf, type VersionRow, versionsOf } from './version-rows.ts';

/** An asset with its versions, findings, approvals, comments and publications. */
export const readAsset = verb({
  name: 'content.read',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ id }),
  output: AssetPage,
  async run(ctx, { id: assetId }) {
    const { db, workspace, now } = ctx;
    const asset = await assetOf(db, workspace.id, assetId);
    const versions = await versionsOf(db, workspace.id, assetId);
    const version = versions[0] as VersionRow;
    const house = await houseOf(db, workspace, now);
    const standings = await standingOf(db, workspace.id, { pairs: [{ asset, version }], house });
    const [info] = await toInfos(ctx, { standings, house });
    const [standing] = standings as [Standing];
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const person = await personBehind(ctx);
    const files = await filesOf(
      db,
      workspace.id,
      versions.map((one) => one.file_id),
    );
    const byId = new Map(versions.map((one) => [one.id, one]));
    const rounds = await roundsOf(db, workspace.id, { versionIds: [...byId.keys()] });
    const approvals = rounds.map((round) =>
      toApprovalInfo(round, {
        asset,
        version: byId.get(round.versionId) as VersionRow,
        now,
        names,
        person,
      }),
    );
    const current = standing.round?.id;
    return {
      asset: info as AssetPage['asset'],
      versions: versions.map((one) => ({
        id: one.id,
        number: one.number,
        title: one.title,
        text: one.text,
        link: one.link,
        file: toFileInfo(files.get(one.file_id ?? '')),
        hash: one.hash,
        note: one.note,
        createdBy: names.get(one.created_by) ?? one.created_by,
        createdAt: one.created_at.toISOString(),
      })),
      findings: standing.lint.findings,
      claims: findClaims(version, house.claims).flatMap((use) => {
        const claim = house.claims.find((one) => one.id === use.claim);
        if (!claim) return [];
        const { text, validUntil } = claim;
        return [
          { ...use, text, state: claimState(claim, house.day), validUntil: textOf(validUntil) },
        ];
      }),
      approval: approvals.find((one) => one.id === current) ?? null,
      approvals: approvals.filter((one) => one.id !== current),
      comments: await commentsOf(ctx, { versions: byId, names }),
      publications: await publicationsIn(ctx, { asset: assetId, names }),
    };
  },
});

export function toFileInfo(row: FileRow | undefined): z.infer<typeof FileInfo> | null {
  if (!row) return null;
  const { id: file, name, type, bytes, sha256, created_at } = row;
  return { id: file, name, type, bytes, sha256, createdAt: created_at.toISOString() };
}

async function commentsOf(
  { db, workspace }: Context<'read'>,
  { versions, names }: { versions: Map<string, VersionRow>; names: ReadonlyMap<string, string> },
) {
  const rows = await db
    .selectFrom('asset_comments')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('version_id', 'in', [...versions.keys()])
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    number: versions.get(row.version_id)?.number ?? 0,
    text: row.text,
    by: names.get(row.created_by) ?? row.created_by,
    at: row.created_at.toISOString(),
  }));
}
