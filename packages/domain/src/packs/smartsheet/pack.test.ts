import { describe, expect, it } from 'vitest';
import { mapStreams } from '../parts/testing.ts';
import { FLAT, SHEET } from './fixtures/sheets.ts';

const march = Date.UTC(2026, 2, 1);

it('a sheet becomes its rows, by the titles of its columns', () => {
  const mapped = mapStreams({ sheets: [SHEET] }, 'smartsheet');
  expect(mapped.problems).toEqual([]);
  expect(mapped.tables.plan_row).toEqual([
    expect.objectContaining({
      sheet_id: '4001',
      sheet: 'Plan 2026',
      row_id: '91',
      parent_row_id: null,
      name: 'Webinar',
      campaign: 'Spring',
      owner: 'Ola Berg',
      status: 'In Progress',
      start_at: march,
      end_at: Date.UTC(2026, 2, 31),
      budget: 12_000_500_000,
    }),
    expect.objectContaining({
      row_id: '92',
      parent_row_id: '91',
      name: 'Landing page',
      start_at: null,
      budget: null,
    }),
  ]);
});

describe('rows', () => {
  it.each([
    ['$1,200.50', 1_200_500_000],
    ['1.200,50 €', 1_200_500_000],
    ['1,200,000', 1_200_000_000_000],
    ['12 or 13', null],
    ['tbd', null],
  ])('an amount that somebody typed: %s', (Budget, budget) => {
    const mapped = mapStreams({ Plan: [{ Task: 'A', Budget, row_id: 1 }] }, 'smartsheet');
    expect(mapped.problems).toEqual([]);
    expect(mapped.tables.plan_row?.[0]?.budget).toBe(budget);
  });

  it('with titles as names, in a stream that is called as the sheet', () => {
    const mapped = mapStreams({ 'Plan 2026': FLAT }, 'smartsheet');
    expect(mapped.problems).toEqual([]);
    expect(mapped.tables.plan_row?.[0]).toMatchObject({
      sheet_id: 'Plan 2026',
      row_id: '91',
      name: 'Webinar',
      start_at: march,
      budget: 12_000_500_000,
    });
  });

  it('with cells and the columns of their sheet', () => {
    const [row] = SHEET.rows;
    const mapped = mapStreams(
      { rows: [{ ...row, sheetId: 4001, sheetName: 'Plan 2026', columns: SHEET.columns }] },
      'smartsheet',
    );
    expect(mapped.tables.plan_row?.[0]).toMatchObject({
      sheet_id: '4001',
      row_id: '91',
      owner: 'Ola Berg',
      budget: 12_000_500_000,
    });
  });
});
