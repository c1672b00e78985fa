import { readApproval } from '@openmops/domain/content';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { toApprovalInfo } from './approval-info.ts';
import { roundsOf } from './approval-rows.ts';
import { ApprovalInfo } from './content.schema.ts';
import { type AssetRecord, newestVersions } from './version-rows.ts';

/** What waits for a yes or a no, what is due first before the others. `mine`: of the person who asks. */
export const reviewQueue = verb({
  name: 'approvals.queue',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ mine: z.boolean().default(false) }).prefault({}),
  output: z.array(ApprovalInfo),
  async run(ctx, { mine }) {
    const waiting = await dueAnswers(ctx);
    return mine ? waiting.filter(({ next }) => next.some((seat) => seat.mine)) : waiting;
  },
});

/** Open rounds of newest versions: what reminders are made of. */
export async function dueAnswers(ctx: Context<'read' | 'long'>): Promise<ApprovalInfo[]> {
  const { db, workspace, now } = ctx;
  const rounds = (await roundsOf(db, workspace.id, { standing: true })).filter(
    (round) => readApproval(round, { hash: round.hash, now }).state === 'open',
  );
  if (rounds.length === 0) return [];
  const assets = await db
    .selectFrom('assets')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('archived_at', 'is', null)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('asset_versions')
        .select('asset_id')
        .where('workspace_id', '=', workspace.id)
        .where(
          'id',
          'in',
          rounds.map(({ versionId }) => versionId),
        ),
    )
    .execute();
  const byId = new Map<string, AssetRecord>(assets.map((asset) => [asset.id, asset]));
  const newest = await newestVersions(db, workspace.id, [...byId.keys()]);
  const byVersion = new Map([...newest.values()].map((version) => [version.id, version]));
  const names = await namesOfPeople(ctx.instance, workspace.id);
  const person = await personBehind(ctx);
  return rounds
    .flatMap((round) => {
      const version = byVersion.get(round.versionId);
      const asset = byId.get(version?.asset_id ?? '');
      return version && asset
        ? [toApprovalInfo(round, { asset, version, now, names, person })]
        : [];
    })
    .sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : 0));
}

const dueOf = ({ next, submittedAt }: ApprovalInfo): string =>
  next.flatMap(({ due }) => due ?? []).sort()[0] ?? `9999${submittedAt}`;
