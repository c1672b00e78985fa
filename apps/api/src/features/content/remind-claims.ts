import { dayInZone } from '@openmops/domain/calendar';
import { claimState } from '@openmops/domain/content';
import { formatDay } from '@openmops/domain/shared';
import type { Trx } from '../../stores/records/records.ts';
import { membersWho, notify } from '../notifications/notify.ts';
import { type ClaimRow, claimRows, toDomainClaim } from './claim-rows.ts';
import { type ClaimUse, claimUses } from './claim-uses.ts';

type Place = { id: string; timeZone: string };

/**
 * Tells, once, of each claim whose proof ends soon or has ended: whoever answers for it, and the owners of what is
 * out with it. Where nobody does, or who did has left, those who review content.
 */
export async function remindClaims(trx: Trx, workspace: Place, now: number): Promise<void> {
  const today = dayInZone(now, workspace.timeZone);
  const due = (await claimRows(trx, workspace.id)).flatMap((row) => {
    const state = claimState(toDomainClaim(row), today);
    return state === 'expired' || state === 'expiring' ? [{ row, state }] : [];
  });
  if (due.length === 0) return;
  const rows = due.map(({ row }) => row);
  const uses = await claimUses(trx, workspace.id, rows);
  const reviewers = await membersWho(trx, workspace.id, 'content.review');
  const members = await memberIds(trx, workspace.id);
  for (const { row, state } of due) {
    const live = (uses.get(row.id) ?? []).filter((use) => use.live);
    const kind = `claim.${state}`;
    const link = `/content/claims#${row.id}`;
    if (await isTold(trx, workspace.id, { kind, link, since: row.changed_at })) continue;
    const owners = [row.owner, ...live.map((use) => use.owner)];
    const named = owners.filter((id) => id !== null && members.has(id)) as string[];
    await notify(trx, workspace.id, {
      ...{ kind, link, text: textOf(row, { state, live }), at: new Date(now) },
      to: named.length > 0 ? named : reviewers,
    });
  }
}

async function memberIds(trx: Trx, workspaceId: string): Promise<ReadonlySet<string>> {
  const members = trx.selectFrom('members').where('workspace_id', '=', workspaceId);
  const rows = await members.select('user_id').execute();
  return new Set(rows.map(({ user_id }) => user_id));
}

/** Whether it was told since the claim was last changed; a renewed one is told of again. */
async function isTold(
  trx: Trx,
  workspaceId: string,
  { kind, link, since }: { kind: string; link: string; since: Date },
): Promise<boolean> {
  const row = await trx
    .selectFrom('notifications')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .where('link', '=', link)
    .where('created_at', '>=', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function textOf(
  { text, valid_until }: ClaimRow,
  { state, live }: { state: 'expired' | 'expiring'; live: readonly ClaimUse[] },
): string {
  const words = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  const day = formatDay(valid_until ?? 0);
  const names = [...new Set(live.map(({ name }) => `“${name}”`))];
  const shown =
    names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  const out = names.length === 0 ? '' : ` It is out in ${shown}: renew it, or take it back.`;
  return state === 'expired'
    ? `The proof of “${words}” ended on ${day}.${out}`
    : `The proof of “${words}” ends on ${day}.${names.length === 0 ? '' : ` It is out in ${shown}.`}`;
}
