import { type Day, formatDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import type { Issue } from '../shared/issue.ts';
import { shapeOf } from './batch-shape.ts';
import { type ByteReader, type ByteRow, createByteReader } from './byte-reader.ts';
import { SeenDays } from './column-readers.ts';
import { compileColumns } from './compile-columns.ts';
import { ExactSum, unitsOf } from './exact-sum.ts';
import type { FactColumns } from './fact-columns.ts';
import { IssueLog } from './issue-log.ts';
import { PRESETS } from './presets.ts';
import { reconcile, type TotalRow } from './reconcile.ts';
import { createRecordReader, type RecordFacts } from './record-reader.ts';
import { createRowKinds } from './row-kinds.ts';
import { createRowReader } from './row-reader.ts';
import type {
  BatchShape,
  Detection,
  FactRow,
  ImportOptions,
  ImportReport,
  RawRow,
} from './schema.ts';

/** More rows of totals than this are counted, but not compared. */
const MOST_TOTALS = 200;

export type MapperInput = {
  detection: Detection;
  options?: ImportOptions;
  workspace: { currency: string | null; timeZone: string };
  /** The day of the import. */
  now: Day;
  /** Nothing will be stored: a file with blocking issues is read all the same, and no row accepted. */
  preview?: boolean;
};

/** What is known once all rows were pushed; parts of the import report. */
export type MapperResult = Pick<
  ImportReport,
  | 'rows'
  | 'ignoredReasons'
  | 'totals'
  | 'totalsByCurrency'
  | 'reconciled'
  | 'issues'
  | 'issueCounts'
  | 'period'
  | 'currency'
>;

/** What takes facts: a list, or columns. */
export type FactSink = { push: (fact: FactRow) => unknown };

export type ByteMapper = {
  /** How many cells a plain row has. */
  width: number;
  push: (row: ByteRow, into: FactColumns) => boolean;
};

export type Mapper = {
  batch: BatchShape;
  /**
   * Takes the next row of the file, from its first line on, and appends the facts it gives to
   * `into`: one for an accepted row (a CRM record: one per stage it reached), none for others.
   */
  push: (row: RawRow, into: FactSink) => void;
  /**
   * The quick way for plain rows of a text file, whose cells stand in UTF-8 bytes: null when the
   * file has none. `push` of a row says whether it was taken; one that was not goes to the other.
   */
  bytes: (decode: (bytes: Uint8Array) => string) => ByteMapper | null;
  finish: () => MapperResult;
};

/**
 * Turns the rows of a detected file into facts, one by one, in flat memory. Throws INVALID with
 * the first blocking issue of the detection.
 *
 * @example
 * const head = { text: 'Day,Campaign,Device,Cost\n2026-01-31,Spring,Mobile,5\n', rows: null, complete: true };
 * const workspace = { currency: 'EUR', timeZone: 'UTC' };
 * const now = parseDay('2026-02-01');
 * const detection = detectSource({ head, encoding: 'utf-8', workspace, now });
 * createMapper({ detection, workspace, now }).batch.shape // 'campaign,device'
 */
export function createMapper({
  detection,
  options = {},
  workspace,
  preview = false,
}: MapperInput): Mapper {
  const blocked = detection.issues.some((one) => one.severity === 'error');
  if (!preview) refuseBlocked(detection.issues);
  const preset = PRESETS.find((one) => one.id === detection.preset) ?? null;
  const columns = compileColumns(detection, preset, workspace.timeZone);
  const log = new IssueLog(detection.issues);
  const kinds = createRowKinds(detection, columns);
  const reader = createRowReader(detection, columns, log);
  const records =
    preset?.records && columns.measures.length === 0
      ? createRecordReader({ detection, columns, log, timeZone: workspace.timeZone })
      : null;
  const measures = records?.measures ?? columns.measures.map((one) => one.measure);
  const sums = measures.map(() => new ExactSum());
  const carried = measures.map(() => false);
  const totals: TotalRow[] = [];
  const days = new SeenDays();
  const currencies = new Set<string>();
  const ignored = new Map<string, number>();
  const rows = { read: 0, accepted: 0, rejected: 0, ignored: 0 };
  const money = measures.flatMap((one, at) => (one.unit.kind === 'money' ? [at] : []));
  const hasMoney = money.length > 0;
  /** Amounts of two currencies are never added: each has sums of its own. */
  const ofCurrency = new Map<string, ExactSum[]>();
  let currency: string | null = null;
  let lastCurrency = '';

  function ignore(reason: string): void {
    rows.ignored++;
    ignored.set(reason, (ignored.get(reason) ?? 0) + 1);
  }

  function push(row: RawRow, into: FactSink): void {
    if (row.line <= detection.headerLine) return;
    rows.read++;
    const reason = kinds.reasonToIgnore(row, rows.accepted);
    if (reason !== null) {
      if (reason === 'total_row' && totals.length < MOST_TOTALS) {
        totals.push({ line: row.line, label: kinds.label(row), values: reader.values(row) });
      }
      ignore(reason);
      return;
    }
    if (blocked) {
      rows.rejected++;
      return;
    }
    if (records !== null) {
      pushRecord(records.read(row), into);
      return;
    }
    const fact = reader.read(row);
    if (fact === null) {
      rows.rejected++;
      return;
    }
    if (rows.accepted > 1 && kinds.mayBeSilentTotal(fact) && equalsSums(fact)) {
      totals.push({ line: row.line, label: '', values: fact.values });
      ignore('total_row');
      return;
    }
    rows.accepted++;
    take(fact, into);
  }

  function pushRecord(record: RecordFacts, into: FactSink): void {
    if (record === null) {
      rows.rejected++;
      return;
    }
    if (record.ignored === null) rows.accepted++;
    else ignore(record.ignored);
    for (const fact of record.facts) take(fact, into);
    // Deleted records count for nothing, which is a zero and not unknown.
    if (record.ignored !== null && record.facts.length > 0) carried.fill(true);
  }

  function sumIn(code: string): void {
    const known = ofCurrency.get(code);
    const own = known ?? sums.map((sum) => (currency === null ? sum : new ExactSum()));
    if (!known) ofCurrency.set(code, own);
    for (const at of money) sums[at] = own[at] ?? new ExactSum();
    currency = code;
  }

  function take(fact: FactRow, into: FactSink): void {
    count(fact.currency, fact.values);
    days.add(fact.day, fact.dayTo);
    into.push(fact);
  }

  /** Adds to the sums; a value of null or NaN is not given. */
  function count(code: string, values: ArrayLike<number | null>): void {
    if (code !== '' && code !== lastCurrency) {
      lastCurrency = code;
      currencies.add(code);
      if (hasMoney && code !== currency) sumIn(code);
    }
    for (let at = 0; at < sums.length; at++) {
      const value = values[at];
      if (value === null || value === undefined || Number.isNaN(value)) continue;
      carried[at] = true;
      (sums[at] as ExactSum).add(value);
    }
  }

  function bytes(decode: (bytes: Uint8Array) => string): ByteMapper | null {
    if (blocked || records !== null) return null;
    const plain = createByteReader({ detection, columns, kinds, decode });
    if (plain === null) return null;
    return { width: plain.width, push: (row, into) => pushPlain(plain, row, into) };
  }

  function pushPlain(plain: ByteReader, row: ByteRow, into: FactColumns): boolean {
    // The first rows may be totals of those below.
    if (rows.accepted < 2 || row.line <= detection.headerLine || !plain.read(row)) return false;
    rows.read++;
    rows.accepted++;
    count(plain.currency, plain.values);
    days.add(plain.span.from, plain.span.to);
    plain.write(row.line, into);
    return true;
  }

  /** A row without names whose every number is the sum of all rows above is their total. */
  function equalsSums(fact: FactRow): boolean {
    let compared = 0;
    for (let at = 0; at < measures.length; at++) {
      const value = fact.values[at] ?? null;
      if (value === null || measures[at]?.additive === 'none') continue;
      if (currencies.size > 1 && measures[at]?.unit.kind === 'money') continue;
      if (BigInt(value) !== sums[at]?.micros) return false;
      if (value !== 0) compared++;
    }
    return compared > 0;
  }

  function finish(): MapperResult {
    const mixedCurrencies = currencies.size > 1;
    const hiddenDetail = preset?.hiddenDetail?.(detection.headers) ?? null;
    const compared = reconcile({ totals, measures, sums, mixedCurrencies, hiddenDetail });
    for (const one of compared.issues) log.add(one);
    const { declaredRows } = detection;
    const found = rows.accepted + rows.rejected;
    if (declaredRows !== null && declaredRows !== found) {
      log.add(rowCountDiffers(declaredRows, found));
    }
    const totalsOf = (own: readonly ExactSum[], wanted: (at: number) => boolean) =>
      Object.fromEntries(
        measures.flatMap((measure, at): [string, number][] =>
          carried[at] && measure.additive !== 'none' && wanted(at)
            ? [[measure.alias, unitsOf(own[at]?.micros ?? 0n)]]
            : [],
        ),
      );
    const perCurrency = [...ofCurrency].map(([code, own]): [string, Record<string, number>] => [
      code,
      totalsOf(own, (at) => money.includes(at)),
    ]);
    if (mixedCurrencies) log.add(severalCurrencies(perCurrency));
    return {
      rows: { ...rows },
      ignoredReasons: Object.fromEntries(ignored),
      totals: totalsOf(sums, (at) => !mixedCurrencies || !money.includes(at)),
      ...(mixedCurrencies ? { totalsByCurrency: Object.fromEntries(perCurrency) } : {}),
      reconciled: compared.reconciled,
      issues: log.kept,
      issueCounts: log.counts,
      period: days.from <= days.to ? { from: formatDay(days.from), to: formatDay(days.to) } : null,
      currency:
        currencies.size === 1
          ? ([...currencies][0] ?? null)
          : hasMoney && currencies.size === 0
            ? detection.currency
            : null,
    };
  }

  const dims = columns.dims.map((one) => one.dim);
  const told = columns.dims.filter((one) => one.index >= 0).map((one) => one.dim);
  return {
    batch: {
      dataset: detection.dataset,
      source: options.source ?? detection.source ?? `file_${detection.fingerprint}`,
      shape: shapeOf(told, records === null && reader.period),
      dims,
      measures: measures.map((one) => one.id),
      keyedByRecord: detection.dataset === 'lead_stage' && dims.includes('record'),
    },
    push,
    bytes,
    finish,
  };
}

function rowCountDiffers(declared: number, found: number): Issue {
  return {
    code: 'row_count_differs',
    severity: 'warning',
    message: `The file says that it has ${declared} rows; ${found} were found.`,
    hint: 'Check that the download is complete.',
    line: null,
    field: null,
  };
}

function refuseBlocked(issues: readonly Issue[]): void {
  const blocking = issues.find((one) => one.severity === 'error');
  if (!blocking) return;
  const detail = { code: blocking.code, line: blocking.line };
  throw new MopsError('INVALID', blocking.message, blocking.hint, detail);
}

function severalCurrencies(totals: [string, Record<string, number>][]): Issue {
  const parts = totals.map(
    ([code, values]) =>
      `${Object.entries(values)
        .map(([measure, value]) => `${measure} ${value}`)
        .join(', ')} ${code}`,
  );
  return {
    code: 'several_currencies',
    severity: 'info',
    message: `The file holds several currencies, which are not added: ${parts.join('; ')}.`,
    hint: 'Load exchange rates to see them as one amount, or split answers by currency.',
    line: null,
    field: null,
  };
}
