import { expect, test } from 'vitest';
import type { PlanLine } from '../../api-budgets.ts';
import { eachMonth, fillDown, onlyNew, pasteInto } from './grid-changes.ts';
import { columnsOf } from './grid-columns.ts';
import { readAmount } from './read-amount.ts';
import { readBlock, writeBlock } from './tsv.ts';

const MONTHS = Array.from({ length: 12 }, (_, at) => `2026-${String(at + 1).padStart(2, '0')}`);
const columns = columnsOf(MONTHS, 'forecast');
const lines = ['One', 'Two', 'Three'].map(
  (name, at): PlanLine => ({
    ...{ id: `bl_${at}`, version: 1, key: `bl_${at}`, position: at, name },
    ...{ team: 'Demand', costCentre: '', channel: '', glAccount: '', vendor: '', note: '' },
    ...{ goalId: null, campaignId: null, actualFrom: 'invoices', baseline: null },
    ...{ invoiced: null, platform: null, committed: 0, remaining: 0, allocations: [] },
    ...{ months: Array(12).fill(at), total: 12 * at },
  }),
);
const at = (id: string) => columns.findIndex((column) => column.id === id);

test.each([
  ['1,234.50', 1234.5],
  ['1.234,50', 1234.5],
  ['€ 1 200', 1200],
  ['12k', 12_000],
  ['1,234,567', 1_234_567],
  ['1.5', 1.5],
  ['1,5', 1.5],
  ['', 0],
  ['–', 0],
  ['1.2.3', null],
  ['-5', null],
  ['abc', null],
] as const)('%s is read as %s', (text, value) => {
  expect(readAmount(text, '.')).toBe(value);
});

test('one mark before three digits is what the reader’s language says', () => {
  expect([readAmount('1.234', '.'), readAmount('1.234', ',')]).toEqual([1.234, 1234]);
});

test('a block of a spreadsheet keeps tabs and line ends in quoted cells', () => {
  const rows = [
    ['a\tb', 'say "hi"'],
    ['1', 'x\ny'],
  ];
  expect(readBlock(writeBlock(rows))).toEqual(rows);
  expect(readBlock('1\t2\r\n3\t4\r\n')).toEqual([
    ['1', '2'],
    ['3', '4'],
  ]);
});

test('a block goes in from its corner on; named rows below the last line become lines', () => {
  const block = { top: 2, bottom: 2, left: 0, right: 0 };
  const rows = [
    ['Three', 'Brand'],
    ['Four', 'Brand'],
  ];
  const pasted = pasteInto({ rows, lines, columns, block });
  if ('wrong' in pasted) throw new Error(pasted.wrong);
  expect([...pasted.edit.keys()]).toEqual(['bl_2']);
  expect(pasted.add).toEqual([{ name: 'Four', team: 'Brand', months: Array(12).fill(0) }]);
  const some = onlyNew(pasted.edit, (id) => lines.find((line) => line.id === id));
  expect(some?.get('bl_2')?.set).toEqual({ team: 'Brand' });
});

test('one cell that cannot be read refuses the whole block and is named', () => {
  const left = at('months.0');
  const block = { top: 0, bottom: 0, left, right: left };
  const pasted = pasteInto({
    rows: [
      ['1', '2'],
      ['3', 'many'],
    ],
    lines,
    columns,
    block,
  });
  expect(pasted).toEqual({
    wrong: `Row 2, ${columns[left + 1]?.label}: “many” is no amount of 0 or more. Nothing was pasted.`,
  });
});

test('filling and changing many cells leaves names alone', () => {
  const block = { top: 0, bottom: 2, left: 0, right: at('months.1') };
  const filled = fillDown({ lines, columns, block });
  expect(filled.get('bl_2')).toEqual({
    set: { team: 'Demand', costCentre: '', channel: '' },
    months: { 0: 0, 1: 0 },
  });
  const scaled = eachMonth({ lines, columns, block }, (before) => before * 2);
  expect(scaled.get('bl_2')).toEqual({ months: { 0: 4, 1: 4 } });
});
