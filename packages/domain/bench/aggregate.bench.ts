/**
 * Sums of five measures over a million rows in 8 × 10 × 12 groups, in memory, beside DuckDB (of Python) where it
 * is installed: `node packages/domain/bench/aggregate.bench.ts`. DuckDB holds the same columns in memory and has
 * all cores; ours has one.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { MeasureQuery } from '../src/kpi/schema.ts';
import { sumTable } from '../src/kpi/sum-table.ts';
import type { Table } from '../src/kpi/table.ts';
import { parseDay, seededRandom } from '../src/shared/index.ts';
import { compare, findPython, report, seconds } from './side-by-side.ts';

const ROWS = 1_000_000;
const MONTHS = 12;
const COLUMNS = ['ad_cost', 'ad_impressions', 'ad_clicks', 'ad_conversions', 'ad_conversion_value'];

const random = seededRandom(7);
const start = parseDay('2026-01-01') as number;
const texts = (count: number, word: string) => ({
  codes: Int32Array.from({ length: ROWS }, () => Math.floor(count * random())),
  values: Array.from({ length: count }, (_, i) => `${word} ${i + 1}`),
});
const numbers = () => ({
  micros: Float64Array.from({ length: ROWS }, () => Math.floor(1000 * random()) * 1_000_000),
  gaps: false,
  most: 1e9,
});
const table: Table = {
  rows: ROWS,
  day: Int32Array.from({ length: ROWS }, () => start + Math.floor(30 * MONTHS * random())),
  dayTo: null,
  texts: { channel: texts(8, 'channel'), country: texts(10, 'country') },
  numbers: Object.fromEntries(COLUMNS.map((name) => [name, numbers()])),
};
const query = {
  dataset: 'ad_delivery',
  measures: COLUMNS.map((column) => ({ id: column, column, agg: 'sum', additive: 'all' })),
  by: ['channel', 'country'],
  filters: [],
  buckets: Array.from({ length: MONTHS }, (_, i) => ({
    ...{ label: `${i + 1}`, from: start + 30 * i, to: start + 30 * i + 29 },
  })),
  resolution: 'bucket',
} as unknown as MeasureQuery;

const ours = () => seconds(() => sumTable(table, query));
ours();
const runs = Array.from({ length: 9 }, ours).sort((a, b) => a - b);
report({
  name: 'rows summed in memory, million a second',
  value: ROWS / (runs[4] as number) / 1e6,
  unit: 'M rows/s',
  goal: 50,
  better: 'more',
  detail: `${sumTable(table, query).length} groups, ${COLUMNS.length} sums, one core, median of 9`,
});

/** A DuckDB that holds the same rows and answers one question after the other. */
const SERVER = `
import sys, time, duckdb
db = duckdb.connect()
db.execute("set enable_progress_bar = false")
db.execute("select setseed(0.5)")
db.execute("""create table facts as select 'channel ' || cast(floor(random() * 8) as int) as channel,
  'country ' || cast(floor(random() * 10) as int) as country, cast(floor(random() * 360) as int) as day,
  ${COLUMNS.map((name) => `floor(random() * 1000) * 1000000 as ${name}`).join(', ')} from range(${ROWS})""")
for line in sys.stdin:
    began = time.perf_counter()
    db.execute("select channel, country, day // 30, ${COLUMNS.map((name) => `sum(${name})`).join(', ')} from facts group by all").fetchall()
    print(time.perf_counter() - began, flush=True)
`;

const python = findPython('duckdb');
if (python) {
  const path = python('import sys; print(sys.executable)').trim();
  const server = spawn(path, ['-c', SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const theirs = async () => {
    server.stdin.write('go\n');
    return Number((await lines.next()).value);
  };
  await theirs();
  await compare('sums in memory, times faster than DuckDB', null, { ours, theirs });
  server.stdin.end();
}
