import { formatDay } from '../shared/index.ts';
import type { Recurrence } from './recurrence.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const UNITS = { daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year' };

/**
 * A recurrence in words.
 * @example
 * recurrenceWords(parseRecurrence('FREQ=WEEKLY;BYDAY=MO,TH')) // 'Every week on Monday and Thursday'
 * recurrenceWords(parseRecurrence('FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR')) // 'Every 3 months on the last Friday'
 */
export function recurrenceWords(rule: Recurrence): string {
  const { frequency, interval, byDay, byMonthDay, byMonth, bySetPos, count, until } = rule;
  const unit = UNITS[frequency];
  const days = byDay.map(({ weekday, nth }) =>
    nth === null ? WEEKDAYS[weekday - 1] : `the ${ordinal(nth)} ${WEEKDAYS[weekday - 1]}`,
  );
  const dates = byMonthDay.map((one) =>
    one > 0 ? `the ${ordinal(one)}` : `the ${ordinal(one)} day`,
  );
  const on = [
    ...(dates.length > 0 ? [listed(dates)] : []),
    ...(days.length > 0 ? [listed(days)] : []),
  ];
  return [
    interval === 1 ? `Every ${unit}` : `Every ${interval} ${unit}s`,
    ...(on.length > 0 ? [`on ${on.join(' that is ')}`] : []),
    ...(byMonth.length > 0 ? [`in ${listed(byMonth.map((one) => MONTHS[one - 1]))}`] : []),
    ...(bySetPos.length > 0 ? [`(the ${listed(bySetPos.map(ordinal))} of these)`] : []),
    ...(count === null ? [] : [`, ${count} times`]),
    ...(until === null ? [] : [`until ${formatDay(until)}`]),
  ]
    .join(' ')
    .replace(' ,', ',');
}

const listed = (words: (string | undefined)[]) =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

function ordinal(number: number): string {
  if (number === -1) return 'last';
  if (number < 0) return `${ordinal(-number)} to last`;
  const ending = ['th', 'st', 'nd', 'rd'];
  const last = number % 100 > 10 && number % 100 < 14 ? 0 : number % 10;
  return `${number}${ending[last] ?? 'th'}`;
}
