import type { DayRange } from '@openmops/domain/calendar';
import type { Db } from '../../stores/records/records.ts';
import { decisionRows } from './decisions.queries.ts';

/** The days in a range by which something is to be decided, or on which it is asked what came of it, for calendars. */
export async function decisionDays(db: Db, { id }: { id: string }, range: DayRange) {
  return (await decisionRows(db, id)).flatMap((row) => {
    const open = row.state === 'open';
    const day = open ? row.decide_by : row.review_on;
    if (day === null || day < range.from || day > range.to) return [];
    const title = `${open ? 'Decide' : 'Review'}: ${row.question}`;
    const state = open ? 'To decide' : row.state === 'decided' ? 'To review' : 'Reviewed';
    return [{ ...row, day, title, path: `/decisions/${row.id}`, state }];
  });
}
