import type { DayRange } from '@openmops/domain/calendar';
import type { Workspace } from '@openmops/domain/workspace';
import type { Db } from '../../stores/records/records.ts';
import { nameOfStrategy } from './name-of-strategy.ts';
import { strategyRows } from './strategy.queries.ts';

/** The days in a range on which strategies are to be reviewed, for calendars. */
export async function strategyDays(db: Db, workspace: Workspace, range: DayRange) {
  return (await strategyRows(db, workspace.id)).flatMap((row) => {
    const day = row.review_on;
    if (day === null || day < range.from || day > range.to) return [];
    const title = `Review the ${nameOfStrategy(row, workspace)}`;
    return [{ ...row, day, title, path: `/strategy/${row.id}`, state: 'To review' }];
  });
}
