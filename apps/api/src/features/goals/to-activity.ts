import type { DayRange } from '@openmops/domain/calendar';
import {
  activityRecord,
  occurrencesOf,
  parseRecurrence,
  recurrenceWords,
} from '@openmops/domain/goals';
import { type Day, formatDay, microsToUnits } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import type { ActivityRow, CheckInRow } from './goals.queries.ts';
import type { Activity, ActivityStanding } from './goals.schema.ts';
import { type Names, nameIn } from './people.ts';

export function toActivity(
  row: ActivityRow,
  { names, goalName }: { names: Names; goalName: string },
): Activity {
  return {
    id: row.id,
    goal: row.goal_id,
    goalName,
    name: row.name,
    rule: row.rule,
    says: recurrenceWords(parseRecurrence(row.rule)),
    from: formatDay(row.day_from),
    to: row.day_to === null ? null : formatDay(row.day_to),
    owner: row.owner,
    ownerName: row.owner === null ? null : nameIn(names, row.owner),
    effect: row.effect_micros === null ? null : microsToUnits(row.effect_micros),
    note: row.note,
    version: row.version,
  };
}

/** The days of a range on which an activity is expected. */
export function daysOf(
  row: Pick<ActivityRow, 'rule' | 'day_from' | 'day_to'>,
  range: DayRange,
  workspace: Pick<Workspace, 'weekStart'>,
): Day[] {
  const to = Math.min(range.to, row.day_to ?? range.to);
  if (to < range.from || to < row.day_from) return [];
  return occurrencesOf(parseRecurrence(row.rule), {
    start: row.day_from,
    range: { from: range.from, to },
    calendar: workspace,
  });
}

/** What came of an activity in a range, until a day. */
export function standActivity(
  row: ActivityRow,
  of: {
    names: Names;
    goalName: string;
    range: DayRange;
    asOf: Day;
    checkIns: readonly CheckInRow[];
    workspace: Pick<Workspace, 'weekStart'>;
  },
): ActivityStanding {
  const own = of.checkIns.filter((one) => one.activity_id === row.id);
  const record = activityRecord(daysOf(row, of.range, of.workspace), own, of.asOf);
  const said = new Map(own.map((one) => [one.day, one]));
  return {
    ...toActivity(row, of),
    ...record,
    occurrences: record.occurrences.map(({ day, state }) => {
      const one = said.get(day);
      return {
        day: formatDay(day),
        state,
        note: one?.note ?? '',
        by: one ? nameIn(of.names, one.by) : null,
      };
    }),
  };
}
