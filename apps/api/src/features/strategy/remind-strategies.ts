import { dayInZone, instantInZone } from '@openmops/domain/calendar';
import { formatDay } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import type { Trx } from '../../stores/records/records.ts';
import { membersAmong, membersWho, notify, wasTold } from '../notifications/notify.ts';
import { nameOfStrategy } from './name-of-strategy.ts';
import { strategyRows } from './strategy.queries.ts';

/** Tells, once, the owner of each strategy whose review is due; where nobody owns it, those who may change it. */
export async function remindStrategies(trx: Trx, workspace: Workspace, now: number): Promise<void> {
  const today = dayInZone(now, workspace.timeZone);
  for (const row of await strategyRows(trx, workspace.id)) {
    if (row.review_on === null || row.review_on > today) continue;
    const [kind, link] = ['strategy.review', `/strategy/${row.id}`];
    // A save does not put the review off: only another day does, and that settles what was told.
    const since = new Date(instantInZone({ day: row.review_on, second: 0 }, workspace.timeZone));
    if (await wasTold(trx, workspace.id, { kind, link, since })) continue;
    const named = row.owner === null ? [] : await membersAmong(trx, workspace.id, [row.owner]);
    await notify(trx, workspace.id, {
      ...{ kind, link, at: new Date(now) },
      to: named.length > 0 ? named : await membersWho(trx, workspace.id, 'goals.write'),
      text: `The ${nameOfStrategy(row, workspace)} is to be reviewed since ${formatDay(row.review_on)}.`,
    });
  }
}
