import { storedMeasure } from '../catalogue/stored-measures.ts';
import type { DatasetId, Measure } from '../kpi/schema.ts';
import { isCurrency } from '../money/currencies.ts';
import type { Day } from '../shared/day.ts';
import type { Issue } from '../shared/issue.ts';
import { headerCurrency } from './currencies.ts';
import { type DecidedDates, decideDates } from './decide-dates.ts';
import { columnEvidence, decideDecimal, decimalOfLocale, type Evidence } from './decide-numbers.ts';
import type { TableSection } from './detect-table.ts';
import { type DateOrder, parseDate } from './parse-date.ts';
import type { DecimalMark } from './parse-number.ts';
import type { Target } from './plan-targets.ts';
import type { HeaderLanguage } from './preset.ts';
import type { ColumnPlan } from './schema.ts';
import { isTotalLabel } from './total-labels.ts';

type Input = {
  section: TableSection;
  targets: Target[];
  dataset: DatasetId;
  delimiter: string;
  locale: string | null;
  language: HeaderLanguage | null;
  order: DateOrder | null;
  period: { from: Day; to: Day } | null;
  today: Day | null;
  timeZone: string;
  countFrom: Day | null;
};

export type PlannedColumns = {
  columns: ColumnPlan[];
  issues: Issue[];
  /** Days that the sampled rows span. */
  span: { from: Day; to: Day } | null;
  /** The one currency that all sampled rows name, if a column does. */
  onlyCurrency: string | null;
  /** Sampled cells of a column, without totals. */
  cells: (index: number) => string[];
};

/** Measures that may have decimals although they count things. */
const FRACTIONAL = new Set(['conversions', 'all_conversions', 'view_conversions', 'key_events']);
const DATE_TARGETS = new Set(['day', 'day_to', 'closed_day', 'mql_day', 'sql_day']);
const MICROS = /(?:^|[_. ])micros$|\(micros\)$/i;

/** Decides from the sampled rows how each used column is written. */
export function planColumns(input: Input): PlannedColumns {
  const { section, targets, dataset } = input;
  const rows = section.rows.filter((row) => isData(row.cells, section.headers));
  const cells = (index: number) =>
    rows.map((row) => row.cells[index] ?? '').filter((cell) => cell.trim() !== '');
  const issues: Issue[] = [];
  const numbers = decideNumbers(input, cells, issues);
  let span: PlannedColumns['span'] = null;
  const columns = targets.map(({ target, reason, grain }, index): ColumnPlan => {
    const header = section.headers[index] ?? '';
    const isDate = target !== null && DATE_TARGETS.has(target);
    const dates = isDate ? decideColumnDates(input, header, cells(index), issues) : null;
    const plan: ColumnPlan = {
      index,
      header,
      target,
      reason,
      decimal: numbers.get(index) ?? '.',
      power: MICROS.test(header) ? -6 : 0,
      order: dates?.order ?? 'dmy',
      grain,
      serial: dates?.serial ?? false,
      currency: headerCurrency(header),
    };
    if (target === 'day' || target === 'day_to') span = widened(span, plan, cells(index), input);
    return plan;
  });
  return { columns, issues, span, onlyCurrency: onlyCurrency(), cells };

  function onlyCurrency(): string | null {
    const index = targets.findIndex(({ target }) => target === 'currency');
    const codes = new Set(index < 0 ? [] : cells(index).map((cell) => cell.trim().toUpperCase()));
    const [only] = codes;
    return codes.size === 1 && only && isCurrency(only) ? only : null;
  }

  function decideColumnDates(
    from: Input,
    header: string,
    values: string[],
    found: Issue[],
  ): DecidedDates {
    const hints = {
      order: from.order,
      period: from.period,
      language: languageOrder(from.language),
      today: from.today,
    };
    const own = decideDates(values, hints);
    if (own.mixed) found.push(mixedDates(header));
    if (own.mixed || own.sure) return own;
    // One column with a day above 12 decides for all: a file is written in one way.
    const all = targets.flatMap(({ target }, index) =>
      target !== null && DATE_TARGETS.has(target) ? cells(index) : [],
    );
    const together = decideDates(all, hints);
    if (together.mixed || !together.sure) {
      found.push(ambiguousDates(header, values[0] ?? ''));
      return own;
    }
    return { ...together, serial: own.serial };
  }

  function decideNumbers(from: Input, cellsOf: (index: number) => string[], found: Issue[]) {
    const evidence = new Map<number, Evidence>();
    const file = columnEvidence([]);
    const whole = columnEvidence([]);
    targets.forEach(({ target }, index) => {
      const measure = target ? storedMeasure(dataset, target) : null;
      if (!measure && target !== 'position' && target !== 'amount') return;
      const own = columnEvidence(cellsOf(index));
      evidence.set(index, own);
      add(file, own);
      if (isWhole(measure)) add(whole, own);
    });
    const marks = new Map<number, DecimalMark>();
    for (const [index, own] of evidence) {
      const decimal = decideDecimal(own, {
        locale: from.locale ? decimalOfLocale(from.locale) : null,
        file,
        whole,
        language: languageDecimal(from.language),
        delimiter: from.delimiter,
      });
      if (decimal === null)
        found.push(ambiguousNumber(section.headers[index] ?? '', cellsOf(index)));
      marks.set(index, decimal ?? '.');
    }
    return marks;
  }
}

/** Whether a measure counts whole things. */
function isWhole(measure: Measure | null): boolean {
  const counts = measure?.unit.kind === 'count' || measure?.unit.kind === 'people';
  return counts && !FRACTIONAL.has(measure?.alias ?? '');
}

function add(sum: Evidence, more: Evidence): void {
  for (const key of ['point', 'comma', 'loosePoint', 'looseComma'] as const) sum[key] += more[key];
}

/** Rows from which something is learned: no totals, no repeated header, more than one cell. */
function isData(cells: readonly string[], headers: readonly string[]): boolean {
  let filled = 0;
  for (const cell of cells) {
    if (cell.trim() === '') continue;
    filled++;
    if (isTotalLabel(cell)) return false;
  }
  return filled > 1 && cells[0] !== headers[0];
}

function widened(
  span: PlannedColumns['span'],
  plan: ColumnPlan,
  cells: string[],
  input: Input,
): PlannedColumns['span'] {
  const format = { ...plan, countFrom: input.countFrom, timeZone: input.timeZone };
  let wide = span;
  for (const cell of cells) {
    const days = parseDate(cell, format);
    if (!days) continue;
    wide = wide
      ? { from: Math.min(wide.from, days.from), to: Math.max(wide.to, days.to) }
      : { ...days };
  }
  return wide;
}

function languageDecimal(language: HeaderLanguage | null): DecimalMark | null {
  if (language === null || language === 'es' || language === 'api') return null;
  return ['en', 'ja', 'ko', 'zh'].includes(language) ? '.' : ',';
}

function languageOrder(language: HeaderLanguage | null): DateOrder | null {
  return language === null || language === 'en' || language === 'api' ? null : 'dmy';
}

const LOCALE_HINT =
  'Say which country writes it: choose the format in the wizard, or put "locale": "en-US" (or "en-GB", "de-DE", …) in the mapping for --map.';

function ambiguousDates(header: string, example: string): Issue {
  return {
    code: 'ambiguous_date',
    severity: 'error',
    message: `The dates in “${header}” can be read as day/month or month/day (“${example.trim()}”), and nothing in the file decides.`,
    hint: LOCALE_HINT,
    line: null,
    field: header,
  };
}

function mixedDates(header: string): Issue {
  return {
    code: 'mixed_dates',
    severity: 'error',
    message: `The dates in “${header}” are written in two ways: day/month in some rows, month/day in others.`,
    hint: 'Export the file again with dates as 2026-01-31.',
    line: null,
    field: header,
  };
}

function ambiguousNumber(header: string, cells: string[]): Issue {
  const example = cells.find((cell) => /\d[.,]\d{3}\D*$/.test(cell)) ?? cells[0] ?? '';
  return {
    code: 'ambiguous_number',
    severity: 'error',
    message: `“${example.trim()}” in “${header}” can be a thousand or a decimal number, and nothing in the file decides.`,
    hint: LOCALE_HINT,
    line: null,
    field: header,
  };
}
