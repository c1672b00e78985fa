import { type Issue, MopsError } from '../shared/index.ts';
import { moneyText } from './money-text.ts';

/** What a client pays the agency each month, whatever is spent on media. Months count from year 0 (2026-01 is 24312). */
export type Retainer = {
  /** An agreed fee; or hours at a rate, which are the fee too. */
  kind: 'money' | 'hours';
  /** Of a month; of `hours` what one hour costs. */
  feeMicros: number;
  /** Of a month; 0 of `money`. */
  minutes: number;
  fromMonth: number;
  /** Null: until it is ended. */
  toMonth: number | null;
};

export type ClientWork = {
  retainers: readonly Retainer[];
  months: { from: number; to: number };
  /** Spent on media and vendors in the name of the client. */
  passThroughMicros: number;
  /** What the agency adds to what it passes through, in millionths of it: 50,000 is 5 %. */
  markupMillionths: number;
  workedMinutes: number;
  /** What an hour of the agency’s own people costs it; null: nobody has said. */
  hourCostMicros: number | null;
  currency: string;
};

export type ClientMargin = {
  feesMicros: number;
  markupMicros: number;
  /** Fees and markup: what is the agency’s own. */
  incomeMicros: number;
  passThroughMicros: number;
  agreedMinutes: number;
  workedMinutes: number;
  /** Worked beyond what the hours of the retainers are; 0 where no hours are agreed. */
  overMinutes: number;
  /** Null: what an hour costs is not said. */
  costMicros: number | null;
  marginMicros: number | null;
  /** Margin by income; null where there is none. */
  marginShare: number | null;
  method: 'client-margin';
  version: 1;
  warnings: Issue[];
};

/**
 * What is left to an agency of a client: its fees and markup less what its own hours cost. Money that is passed
 * through to media and vendors is neither income nor cost of the agency. Fees of hours are the agreed ones; hours
 * beyond are not billed by themselves, and are told.
 * Source: IFRS 15, B34–B38 (an agent’s revenue is its fee, not what it passes on).
 * @throws MopsError INVALID for months out of order and for amounts that are no whole micros of 0 or more
 * @example
 * const retainers = [{ kind: 'hours', feeMicros: 100e6, minutes: 600, fromMonth: 1, toMonth: null }];
 * const work = { retainers, months: { from: 1, to: 2 }, passThroughMicros: 5000e6, markupMillionths: 50_000 };
 * clientMargin({ ...work, workedMinutes: 1500, hourCostMicros: 60e6, currency: 'EUR' }).marginMicros // 750e6
 */
export function clientMargin(work: ClientWork): ClientMargin {
  check(work);
  const { months, passThroughMicros, markupMillionths, workedMinutes, hourCostMicros } = work;
  let feesMicros = 0;
  let agreedMinutes = 0;
  for (const { kind, feeMicros, minutes, fromMonth, toMonth } of work.retainers) {
    const first = Math.max(months.from, fromMonth);
    const count = Math.max(0, Math.min(months.to, toMonth ?? months.to) - first + 1);
    const fee = kind === 'money' ? feeMicros : Math.round((feeMicros * minutes) / 60);
    feesMicros += count * fee;
    agreedMinutes += count * (kind === 'hours' ? minutes : 0);
  }
  const markupMicros = Math.round((Math.max(0, passThroughMicros) * markupMillionths) / 1e6);
  const incomeMicros = feesMicros + markupMicros;
  const costMicros =
    hourCostMicros === null ? null : Math.round((hourCostMicros * workedMinutes) / 60);
  const marginMicros = costMicros === null ? null : incomeMicros - costMicros;
  const overMinutes = agreedMinutes === 0 ? 0 : Math.max(0, workedMinutes - agreedMinutes);
  return {
    ...{ feesMicros, markupMicros, incomeMicros, passThroughMicros, agreedMinutes, workedMinutes },
    ...{ overMinutes, costMicros, marginMicros },
    marginShare: marginMicros === null || incomeMicros === 0 ? null : marginMicros / incomeMicros,
    method: 'client-margin',
    version: 1,
    warnings: warningsOf(work, { overMinutes, incomeMicros, marginMicros }),
  };
}

type Found = Pick<ClientMargin, 'overMinutes' | 'incomeMicros' | 'marginMicros'>;

function warningsOf(work: ClientWork, found: Found): Issue[] {
  const warnings: Issue[] = [];
  const warn = (code: string, message: string, hint: string) =>
    warnings.push({ code, severity: 'warning', line: null, field: null, message, hint });
  if (work.hourCostMicros === null)
    warn(
      'no_hour_cost',
      'What an hour of your own people costs is not said.',
      'Set it: without it there is no margin.',
    );
  else if (work.workedMinutes === 0 && found.incomeMicros > 0)
    warn('no_hours', 'No hours are logged.', 'Log them: the margin is the whole fee until then.');
  if (found.overMinutes > 0)
    warn(
      'over_retainer',
      `${Math.round(found.overMinutes / 6) / 10} hours more were worked than are agreed.`,
      'Bill them, or agree on more.',
    );
  if (found.marginMicros !== null && found.marginMicros < 0)
    warn(
      'loss',
      `The client costs ${moneyText(-found.marginMicros, work.currency)} more than it pays.`,
      'Look at hours and fees.',
    );
  return warnings;
}

function check({ months, retainers, ...work }: ClientWork): void {
  const amounts = [
    ...retainers.flatMap(({ feeMicros, minutes }) => [feeMicros, minutes]),
    ...[work.markupMillionths, work.workedMinutes, work.hourCostMicros ?? 0],
  ];
  const wrong = amounts.find((one) => !Number.isSafeInteger(one) || one < 0);
  if (wrong !== undefined || !Number.isSafeInteger(work.passThroughMicros))
    throw new MopsError(
      'INVALID',
      `${wrong ?? work.passThroughMicros} is no amount.`,
      'Give whole micros and minutes, 0 or more.',
    );
  if (!(months.from <= months.to))
    throw new MopsError('INVALID', 'The months are out of order.', 'Give the first one first.');
}
