import { storedMeasure } from '../catalogue/stored-measures.ts';
import type { Measure } from '../kpi/schema.ts';
import { dayReader } from './column-readers.ts';
import type { CompiledColumns } from './compile-columns.ts';
import type { IssueLog } from './issue-log.ts';
import { NOT_APPLICABLE, parseMicros } from './parse-number.ts';
import { outcomeBy, reachedBy, yesOrNo } from './record-stages.ts';
import { createRowCurrency } from './row-currency.ts';
import type { Detection, FactRow, RawRow } from './schema.ts';

const ONE = 1_000_000;
export const CONTACT = ['leads', 'mql', 'sql'];
export const DEAL = ['opportunities', 'deals_won', 'deals_lost', 'pipeline_amount', 'won_amount'];

/**
 * Facts of a CRM record, or why it is left out (`ignored`), or null: not readable. A deleted record
 * has a fact without values, which takes the place of what an earlier export said of it.
 */
export type RecordFacts = { ignored: string | null; facts: FactRow[] } | null;

export type RecordReader = { measures: Measure[]; read: (row: RawRow) => RecordFacts };

/** Whether the columns are those of deals: they have an amount or a close date. */
function areDeals(detection: Detection): boolean {
  return detection.columns.some((one) => one.target === 'amount' || one.target === 'closed_day');
}

/**
 * Reads CRM records. A contact counts on the day it was created, became marketing qualified and
 * sales qualified; a deal on the day it was created (opportunity, pipeline) and closed (won, lost).
 */
export function createRecordReader(input: {
  detection: Detection;
  columns: CompiledColumns;
  log: IssueLog;
  timeZone: string;
}): RecordReader {
  const { detection, columns, log, timeZone } = input;
  const deals = areDeals(detection);
  const measures = (deals ? DEAL : CONTACT).flatMap(
    (alias) => storedMeasure('lead_stage', alias) ?? [],
  );
  const nothing = measures.map(() => null);
  const currencyOf = createRowCurrency(detection, columns);
  const plan = (target: string) => detection.columns.find((one) => one.target === target) ?? null;
  const text = (row: RawRow, target: string) => {
    const index = plan(target)?.index ?? -1;
    return index < 0 ? '' : (row.cells[index] ?? '').trim();
  };
  const dates = new Map(
    ['day', 'closed_day', 'mql_day', 'sql_day'].flatMap((target) => {
      const found = plan(target);
      if (!found) return [];
      return [[target, dayReader({ ...found, countFrom: null, timeZone })] as const];
    }),
  );
  const dayOf = (row: RawRow, target: string) =>
    dates.get(target)?.(text(row, target))?.from ?? null;

  function read(row: RawRow): RecordFacts {
    const created = dayOf(row, 'day');
    if (yesOrNo(text(row, 'deleted')) === true) {
      const day = created ?? dayOf(row, 'closed_day');
      const gone = day === null ? [] : [fact(row, day, '', nothing)];
      return { ignored: 'deleted', facts: gone };
    }
    if (/^\[?test(?:[\s\]:_-].*)?$/i.test(text(row, 'name')))
      return { ignored: 'test_record', facts: [] };
    if (created === null && !(deals && dayOf(row, 'closed_day') !== null)) {
      const cell = text(row, 'day');
      const message =
        cell === '' ? 'The record has no creation date.' : `“${cell.slice(0, 60)}” is no date.`;
      log.add({
        code: 'bad_date',
        severity: 'error',
        message,
        hint: 'Export it with its creation date, as 2026-01-31.',
        line: row.line,
        field: plan('day')?.header ?? null,
      });
      return null;
    }
    return deals ? dealFacts(row, created) : contactFacts(row, created ?? 0);
  }

  function contactFacts(row: RawRow, created: number): RecordFacts {
    const stage = reachedBy(text(row, 'stage'));
    if (stage === 0 && dayOf(row, 'mql_day') === null) return { ignored: 'not_a_lead', facts: [] };
    const facts = [fact(row, created, '', [ONE, null, null])];
    const mql = dates.has('mql_day') ? dayOf(row, 'mql_day') : undated(stage, 2, created);
    const sql = dates.has('sql_day') ? dayOf(row, 'sql_day') : undated(stage, 3, created);
    if (mql !== null) facts.push(fact(row, mql, '', [null, ONE, null]));
    if (sql !== null) facts.push(fact(row, sql, '', [null, null, ONE]));
    return { ignored: null, facts };
  }

  /** In an export without any stage dates a stage counts on the day of creation, and the report says so. */
  function undated(stage: number | null, least: number, created: number): number | null {
    if (stage === null || stage < least || dates.has('mql_day') || dates.has('sql_day'))
      return null;
    if (!log.counts.stage_dates_missing) {
      log.add({
        code: 'stage_dates_missing',
        severity: 'info',
        message:
          'The export does not say when contacts became qualified; they count on the day they were created.',
        hint: 'Add the columns with the dates on which contacts became MQL and SQL.',
        line: null,
        field: null,
      });
    }
    return created;
  }

  function dealFacts(row: RawRow, created: number | null): RecordFacts {
    const money = readAmount(row);
    if (money === undefined) return null;
    const stage = text(row, 'stage');
    const won = yesOrNo(text(row, 'won'));
    const lost =
      yesOrNo(text(row, 'lost')) === true ||
      (yesOrNo(text(row, 'closed')) === true && won === false);
    const outcome =
      won === true
        ? 'won'
        : lost
          ? 'lost'
          : won === false && text(row, 'closed') !== ''
            ? null
            : outcomeBy(stage);
    const currency = currencyOf(row);
    if (currency === null) {
      log.add({
        code: 'unknown_currency',
        severity: 'error',
        message: 'The currency of the deal is not known.',
        hint: 'Use codes such as EUR, USD or GBP.',
        line: row.line,
        field: null,
      });
      return null;
    }
    const facts: FactRow[] = [];
    if (created !== null) facts.push(fact(row, created, currency, [ONE, null, null, money, null]));
    const closed = dayOf(row, 'closed_day') ?? created;
    if (outcome === 'won' && closed !== null)
      facts.push(fact(row, closed, currency, [null, ONE, null, null, money]));
    if (outcome === 'lost' && closed !== null)
      facts.push(fact(row, closed, currency, [null, null, ONE, null, null]));
    return { ignored: null, facts };
  }

  /** Millionths; null: none given; undefined: not readable, and the log says why. */
  function readAmount(row: RawRow): number | null | undefined {
    const column = plan('amount');
    if (!column) return null;
    const cell = row.cells[column.index] ?? '';
    const value = parseMicros(cell, column);
    if (value === NOT_APPLICABLE) return null;
    if (value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER) return value;
    log.add({
      code: 'bad_number',
      severity: 'error',
      message: `“${cell.slice(0, 60)}” is no amount.`,
      hint: 'Correct the cell.',
      line: row.line,
      field: column.header,
    });
    return undefined;
  }

  function fact(row: RawRow, day: number, currency: string, values: (number | null)[]): FactRow {
    const dims = columns.dims.map((one) =>
      one.index < 0 ? one.constant : one.read(row.cells[one.index] ?? ''),
    );
    return { line: row.line, day, dayTo: day, currency, dims, values };
  }

  return { measures, read };
}
