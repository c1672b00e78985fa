import { dayInZone } from '@openmops/domain/calendar';
import { waitsFor } from '@openmops/domain/decisions';
import { formatDay } from '@openmops/domain/shared';
import type { Trx } from '../../stores/records/records.ts';
import { membersAmong, membersWho, notify, wasTold } from '../notifications/notify.ts';
import { decisionRows } from './decisions.queries.ts';

type Place = { id: string; timeZone: string };

/**
 * Asks, once, the owner of each decision for what is due: the choice, or on the day of the review what came of it. Where nobody
 * owns it, or who did has left, those who may decide.
 */
export async function remindDecisions(trx: Trx, workspace: Place, now: number): Promise<void> {
  const today = dayInZone(now, workspace.timeZone);
  for (const row of await decisionRows(trx, workspace.id)) {
    const { decide_by: decideBy, review_on: reviewOn, state } = row;
    const waits = waitsFor({ state, decideBy, reviewOn }, today);
    const due = waits === 'overdue' || (waits === 'to_decide' && decideBy === today);
    if (!due && waits !== 'to_review') continue;
    const kind = due ? 'decision.due' : 'decision.review';
    const link = `/decisions/${row.id}`;
    // One that was changed since, or has another day, is asked for again.
    if (await wasTold(trx, workspace.id, { kind, link, since: row.changed_at })) continue;
    const named = row.owner === null ? [] : await membersAmong(trx, workspace.id, [row.owner]);
    const question = row.question.length > 80 ? `${row.question.slice(0, 79)}…` : row.question;
    await notify(trx, workspace.id, {
      ...{ kind, link, at: new Date(now) },
      to: named.length > 0 ? named : await membersWho(trx, workspace.id, 'goals.write'),
      text: due
        ? `“${question}” was to be decided by ${formatDay(decideBy ?? today)}.`
        : `What came of “${question}”? It was decided on ${formatDay(row.decided_on ?? today)}.`,
    });
  }
}
