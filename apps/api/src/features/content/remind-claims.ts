import { dayInZone } from '@openmops/domain/calendar';
import { claimState } from '@openmops/domain/content';
import { formatDay } from '@openmops/domain/shared';
import type { Trx } from '../../stores/records/records.ts';
import { membersAmong, membersWho, notify, wasTold } from '../notifications/notify.ts';
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
  for (const { row, state } of due) {
    const live = (uses.get(row.id) ?? []).filter((use) => use.live);
    const kind = `claim.${state}`;
    const link = `/content/claims#${row.id}`;
    // A claim that was renewed is told of again.
    if (await wasTold(trx, workspace.id, { kind, link, since: row.changed_at })) continue;
    const owners = [row.owner, ...live.map((use) => use.owner)].filter((id) => id !== null);
    const named = await membersAmong(trx, workspace.id, owners);
    await notify(trx, workspace.id, {
      ...{ kind, link, text: textOf(row, { state, live }), at: new Date(now) },
      to: named.length > 0 ? named : reviewers,
    });
  }
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
