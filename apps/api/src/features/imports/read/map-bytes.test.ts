import { isDeepStrictEqual } from 'node:util';
import { createMapper, detectSource, FactColumns, type FactRow } from '@openmops/domain/sources';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteMapping } from './map-bytes.ts';
import { RecordSplitter } from './split-records.ts';

const workspace = { currency: 'EUR', timeZone: 'UTC' };
const now = 20_700;

function mapperOf(text: string) {
  const head = { text, rows: null, complete: true };
  const detection = detectSource({ head, encoding: 'utf-8', workspace, now });
  return {
    delimiter: detection.delimiter,
    make: () => createMapper({ detection, workspace, now }),
  };
}

type Mapping = ReturnType<typeof mapperOf>;

function byRows(text: string, { delimiter, make }: Mapping): { facts: FactRow[]; report: unknown } {
  const mapper = make();
  const splitter = new RecordSplitter(delimiter);
  const facts: FactRow[] = [];
  for (const row of [...splitter.push(text), ...splitter.end()]) mapper.push(row, facts);
  return { facts, report: mapper.finish() };
}

function byBytes(text: string, pieces: readonly number[], { delimiter, make }: Mapping) {
  const mapper = make();
  const mapping = new ByteMapping(mapper, delimiter);
  const { dims, measures } = mapper.batch;
  const columns = new FactColumns({ dims: dims.length, measures: measures.length, capacity: 4 });
  const bytes = new TextEncoder().encode(text);
  const facts: FactRow[] = [];
  const take = () => {
    for (let at = 0; at < columns.length; at++) facts.push(columns.row(at));
    columns.clear();
  };
  let at = 0;
  for (const size of pieces) {
    mapping.add(bytes.slice(at, at + size));
    at += size;
    while (mapping.map(columns, 3)) take();
  }
  mapping.add(bytes.slice(at));
  while (mapping.map(columns, 3)) take();
  mapping.end(columns);
  take();
  return { facts, report: mapper.finish() };
}

const HEAD = ['Day,Campaign,Country,Currency code,Impr.,Clicks,Cost'];
const name = fc.constantFrom(
  ...['Brand', 'brand', '"Brand, new"', '"say ""hi"""', ' Brand', 'Café', 'Cafe\u0301', '日本'],
  ...['Total', 'total: all', '--', '', '#1', '"two\nlines"', '" "', 'a"b', 'Campaign', '(not set)'],
);
const number = fc.oneof(
  fc.nat(1_000_000).map(String),
  fc.constantFrom(
    '0',
    '',
    '--',
    '"1,234"',
    '-5',
    '1.5',
    '< 10',
    'x',
    '€5',
    '0.123456',
    '1.2345678',
  ),
);
const cost = fc.oneof(
  fc.nat(1_000_000).map((cents) => (cents / 100).toFixed(2)),
  fc.constantFrom('', '--', '5 €', '$5', '"1,234.50"', '1e3', '-0.01', '9999999999.5'),
);
const day = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.integer({ min: 1, max: 30 }).map((d) => `2026-06-${String(d).padStart(2, '0')}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('', 'June', '2026-13-01', 'Day', 'Total') },
);
const row = fc
  .tuple(
    day,
    name,
    fc.constantFrom('DE', 'FR', '', '--'),
    fc.constantFrom('EUR', 'EUR', 'USD', ''),
    number,
    number,
    cost,
  )
  .map((cells) => cells.join(','));
const line = fc.oneof(
  { weight: 20, arbitrary: row },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '# comment',
      HEAD[0] ?? '',
      'Total,,,,10,10,10.00',
      'a,b',
      ',,,,,,',
      '2026-06-01,Brand,DE,EUR,1,1,1,extra',
    ),
  },
);
const table = fc
  .tuple(fc.array(line, { maxLength: 16 }), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean())
  .map(([lines, end, last]) => {
    const first = ['2026-06-01,Brand,DE,EUR,10,1,1.00', '2026-06-02,Other,FR,EUR,20,2,2.50'];
    return [...HEAD, ...first, ...lines].join(end) + (last ? end : '');
  });

describe('ByteMapping', () => {
  it('gives what the rows of the same file give, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        table,
        fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 30 }),
        (text, cuts) => {
          const mapping = mapperOf(text);
          const [found, wanted] = [byBytes(text, cuts, mapping), byRows(text, mapping)];
          // Strict, and told faster than by `expect`, which says what differs.
          if (!isDeepStrictEqual(found, wanted)) expect(found).toEqual(wanted);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('reads other delimiters and decimal commas', () => {
    const text =
      'Tag;Kampagne;Währungscode;Impr.;Klicks;Kosten\n' +
      Array.from(
        { length: 50 },
        (_, at) => `2026-06-0${(at % 9) + 1};Süd ${at % 7};EUR;${at};1;${at},5`,
      ).join('\n');
    const mapping = mapperOf(text);
    const rows = byRows(text, mapping);
    expect(rows.facts.length).toBe(50);
    expect(byBytes(text, [100, 200], mapping)).toEqual(rows);
  });
});
