import { storedMeasure } from '../catalogue/stored-measures.ts';
import type { DatasetId } from '../kpi/schema.ts';
import { type Day, formatDay, parseDay } from '../shared/day.ts';
import type { Issue } from '../shared/issue.ts';
import { chooseSection } from './choose-section.ts';
import { coversPeriods } from './covers-periods.ts';
import { dateOrderOfLocale } from './decide-dates.ts';
import type { TableEncoding } from './detect-encoding.ts';
import { detectTable } from './detect-table.ts';
import { fileCurrency } from './file-currency.ts';
import { findCountFrom, findPeriod, saysAllTime } from './find-period.ts';
import { headerFingerprint } from './fingerprint.ts';
import { targetsByValues } from './guess-day.ts';
import { planColumns } from './plan-columns.ts';
import { guessDataset, planByMap, planByWords } from './plan-targets.ts';
import type { TableHead } from './preset.ts';
import { areLeadsOrDeals } from './record-stages.ts';
import type { ColumnPlan, Detection, ImportOptions, MappingInput } from './schema.ts';

export type DetectInput = {
  head: TableHead;
  encoding: TableEncoding;
  /** The file begins with a byte order mark. */
  bom?: boolean;
  options?: ImportOptions;
  /** Mapping that the workspace remembers for this header shape. */
  remembered?: MappingInput | null;
  workspace: { currency: string | null; timeZone: string };
  /** The day of the import: delivery cannot lie in the future. */
  now: Day;
};

/**
 * Recognises a file from its head: the table, the platform, what each column means, how numbers
 * and dates are written, the currency and the period. Throws INVALID when there is no table;
 * what keeps the file from being imported otherwise is an issue of severity `error`.
 *
 * @example
 * const head = { text: 'Day,Campaign,Device,Cost\n2026-01-31,Spring,Mobile,5\n', rows: null, complete: true };
 * const workspace = { currency: 'EUR', timeZone: 'UTC' };
 * const now = parseDay('2026-02-01');
 * detectSource({ head, encoding: 'utf-8', workspace, now }).mapping // { Cost: 'spend', Day: 'day', … }
 */
export function detectSource({
  head,
  encoding,
  bom = false,
  options = {},
  remembered,
  workspace,
  now,
}: DetectInput): Detection {
  const table = detectTable(head);
  const { section, match, preset, others } = chooseSection(table, options.source ?? null);
  const map = options.map ?? remembered ?? null;
  // A mapping without columns says other things only: locale, currency, period.
  const byMap =
    map && Object.keys(map.columns).length > 0 ? planByMap(section.headers, map, preset) : null;
  const dataset = byMap?.dataset ?? preset?.dataset ?? guessDataset(section.headers);
  const byWords = planByWords(section.headers, preset, dataset);
  const targets = byMap?.targets ?? targetsByValues(section, byWords.targets, preset === null);
  const issues: Issue[] = [];

  const preamble = section.preamble;
  const order = map?.locale ? dateOrderOfLocale(map.locale) : (preset?.dateOrder ?? null);
  const since = preset?.since ? parseDay(preset.since) : null;
  const allTime =
    since !== null && saysAllTime(preamble) ? { from: since, to: Math.max(since, now) } : null;
  const named = periodOf(map) ?? findPeriod(preamble, order) ?? allTime;
  const countFrom = findCountFrom(preamble);
  const planned = planColumns({
    section,
    targets,
    dataset,
    delimiter: table.delimiter,
    locale: map?.locale ?? null,
    language: byWords.language,
    order,
    period: named,
    today: dataset === 'lead_stage' ? null : now,
    timeZone: workspace.timeZone,
    countFrom,
  });
  issues.push(...planned.issues);

  const has = (target: string) => planned.columns.some((one) => one.target === target);
  const money = planned.columns.filter(
    ({ target }) =>
      target === 'amount' || (target && storedMeasure(dataset, target)?.unit.kind === 'money'),
  );
  let currency: string | null = null;
  if (money.length > 0) {
    const found = fileCurrency({
      headers: money.flatMap((one) => (one.currency ? [one.currency] : [])),
      cells: money.flatMap((one) => planned.cells(one.index)),
      hasColumn: has('currency'),
      chosen: options.currency ?? map?.currency ?? null,
      workspace: workspace.currency,
    });
    currency = planned.onlyCurrency ?? found.currency;
    issues.push(...found.issues);
  }
  issues.push(...nonAdditive(planned.columns, dataset));
  const wholePeriod = has('day') ? null : named;
  issues.push(
    ...coverIssues({
      hasDay: has('day') || has('closed_day'),
      wholePeriod,
      measures: countMeasures(),
    }),
  );
  if (wholePeriod && wholePeriod === allTime) issues.push(allTimeOnly(iso(allTime)));
  if (others.length > 0) {
    issues.push({
      code: 'other_tables',
      severity: 'info',
      message: `The file holds ${others.length + 1} tables; this import takes “${section.title || section.headers.join(', ')}” (line ${section.headerLine}).`,
      hint: 'Export another table alone to import it.',
      line: section.headerLine,
      field: null,
    });
  }
  const source = options.source ?? preset?.id ?? null;
  return {
    source,
    preset: preset?.id ?? null,
    sourceName:
      preset && (!options.source || options.source === preset.id)
        ? preset.name
        : (options.source ?? 'Own file'),
    dataset,
    encoding,
    bom,
    delimiter: table.delimiter,
    headerLine: section.headerLine,
    headers: section.headers,
    mapping: Object.fromEntries(
      planned.columns.flatMap((one) => (one.target ? [[one.header, one.target]] : [])),
    ),
    unmapped: planned.columns.filter((one) => one.reason === 'unmapped').map((one) => one.header),
    currency,
    reasons: match?.reasons ?? [],
    period: iso(named ?? planned.span),
    columns: planned.columns,
    ignored: Object.fromEntries(
      planned.columns.flatMap((one) => {
        const why = targets[one.index]?.why;
        return one.target === null && why ? [[one.header, why]] : [];
      }),
    ),
    lastLine: section.lastLine,
    declaredRows: declaredRows(preamble),
    otherTables: others,
    wholePeriod,
    rowsCoverPeriods: coversPeriods({
      rows: section.rows,
      columns: planned.columns,
      wholePeriod,
      countFrom,
      timeZone: workspace.timeZone,
    }),
    countFrom,
    account: options.account ?? map?.account ?? null,
    fingerprint: headerFingerprint(section.headers),
    issues,
    sample: section.rows.slice(0, 20),
  };

  function countMeasures(): number {
    if (preset?.records && areLeadsOrDeals(section.headers)) return 1;
    return planned.columns.filter((one) => one.target && storedMeasure(dataset, one.target)).length;
  }
}

/** Without days, rows of all time count only where all time is asked for. */
function allTimeOnly(span: { from: string; to: string } | null): Issue {
  return {
    code: 'all_time',
    severity: 'warning',
    message: `The file says “All time” and has no day column: its rows count only in a range that holds ${span?.from} to ${span?.to} whole.`,
    hint: 'Export it again with the segment Day, or choose a date range before you download it.',
    line: null,
    field: null,
  };
}

/** Reach and users are people: the same person stands in many rows. */
function nonAdditive(columns: readonly ColumnPlan[], dataset: DatasetId): Issue[] {
  const headers = columns.flatMap(({ target, header }) =>
    target && storedMeasure(dataset, target)?.additive === 'none' ? [`“${header}”`] : [],
  );
  if (headers.length === 0) return [];
  return [
    {
      code: 'not_additive',
      severity: 'info',
      message: `${headers.join(', ')} counts people, who may stand in several rows: it is stored as the file has it and never added up.`,
      hint: null,
      line: null,
      field: null,
    },
  ];
}

/** `Rows: 2` above the table (Microsoft): the file says how many rows it has. */
function declaredRows(preamble: readonly string[]): number | null {
  for (const line of preamble) {
    const count = /^Rows: (\d{1,9})$/.exec(line.trim())?.[1];
    if (count !== undefined) return Number(count);
  }
  return null;
}

function periodOf(map: MappingInput | null): { from: Day; to: Day } | null {
  const from = map?.period ? parseDay(map.period.from) : null;
  const to = map?.period ? parseDay(map.period.to) : null;
  return from !== null && to !== null && from <= to ? { from, to } : null;
}

function iso(span: { from: Day; to: Day } | null): { from: string; to: string } | null {
  return span && { from: formatDay(span.from), to: formatDay(span.to) };
}

function coverIssues({
  hasDay,
  wholePeriod,
  measures,
}: {
  hasDay: boolean;
  wholePeriod: object | null;
  measures: number;
}): Issue[] {
  const issues: Issue[] = [];
  if (measures === 0) {
    issues.push({
      code: 'no_measures',
      severity: 'error',
      message:
        'No column was recognised as a number that OpenMOps keeps, such as cost, impressions or sessions.',
      hint: 'Say what the columns are: in the import wizard, or with --map file.json.',
      line: null,
      field: null,
    });
  }
  if (!hasDay && !wholePeriod) {
    issues.push({
      code: 'no_day',
      severity: 'error',
      message: 'The file has no day column, and nothing in it says which days it covers.',
      hint: 'Export it again with the segment Day, or give the period in the mapping: "period": {"from": "2026-01-01", "to": "2026-01-31"}.',
      line: null,
      field: null,
    });
  }
  return issues;
}
