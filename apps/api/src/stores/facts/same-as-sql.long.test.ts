import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import type { MeasureRow } from '@openmops/domain/kpi';
import { sumRows } from '@openmops/domain/kpi/answer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedRecords, TEST_ENGINES, testRecords } from '../../testing/test-records.ts';
import { type Cell, type Engine, plainSums } from './test-plain-sql.ts';
import { type Aggregator, makeCases, normal, queriesOf, withValues } from './test-random-cases.ts';

// The same cases as those in which the fact store (ClickHouse) is compared with sums in memory.
const CASES = 1000;
const cases = makeCases(CASES).map((one) => ({ facts: one.facts, queries: queriesOf(one) }));

/** Rows with what cannot be added: sorted values, and how many different texts. */
const told = (rows: MeasureRow[]) =>
  normal(rows) +
  JSON.stringify(
    rows
      .map(({ bucket, day, currency, group, states = [] }) =>
        JSON.stringify([bucket, day, currency, group, ...states.map(stateText)]),
      )
      .sort(),
  );
const stateText = (state: Set<string> | number[] | null | undefined) =>
  state instanceof Set ? state.size : (state?.toSorted((a, b) => a - b) ?? null);

const withStates = (rows: MeasureRow[]) =>
  rows.map((row) => ({ ...row, states: row.states ?? row.values.map(() => null) }));

const inMemory = (aggregate: Aggregator) =>
  cases.map(({ facts, queries }) =>
    told(withStates(queries.flatMap((query) => aggregate(facts, query)))),
  );
const differences = (a: string[], b: string[]) => a.flatMap((one, i) => (one === b[i] ? [] : [i]));
const flat = (answers: MeasureRow[][][]) => answers.map((rows) => told(rows.flat()));

const right = inMemory(sumRows);

describe('sums in memory and sums of SQLite', () => {
  const sqlite = new DatabaseSync(':memory:');
  const engine = throughSqlite(sqlite);
  let stored: string[] = [];
  beforeAll(async () => {
    stored = flat(await plainSums(engine, cases));
  });
  afterAll(() => sqlite.close());

  it(`are the same in ${CASES} random cases`, () => {
    expect(differences(right, stored)).toEqual([]);
    expect(new Set(stored).size).toBeGreaterThan(CASES / 2);
  });

  it('differ when SQL drops what is not set', async () => {
    const some = cases.slice(0, 400);
    const wrong = flat(await plainSums(engine, some, { nullSafe: false }));
    expect(differences(wrong, stored.slice(0, 400)).length).toBeGreaterThan(5);
  });

  it('differ when null counts as 0', () => {
    const wrong = inMemory((facts, query) =>
      sumRows(
        facts.map((fact) => withValues(fact, (value) => value ?? 0)),
        query,
      ),
    );
    expect(differences(wrong, stored).length).toBeGreaterThan(20);
  });
});

describe('sums in memory and sums of DuckDB', () => {
  it(`are the same in ${CASES} random cases`, async () => {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    const engine: Engine = {
      name: 'duckdb',
      async run(sql) {
        await connection.run(sql);
      },
      async insert(table, _, rows) {
        const appender = await connection.createAppender(table);
        for (const cells of rows) {
          for (const cell of cells) {
            if (cell === null) appender.appendNull();
            else if (typeof cell === 'string') appender.appendVarchar(cell);
            else appender.appendBigInt(cell);
          }
          appender.endRow();
        }
        appender.closeSync();
      },
      ask: async (sql) => (await connection.runAndReadAll(sql)).getRowObjects(),
    };
    try {
      expect(differences(right, flat(await plainSums(engine, cases)))).toEqual([]);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
});

describe.each(TEST_ENGINES)('sums in memory and sums of PostgreSQL (%s)', (name) => {
  it(`are the same in ${CASES} random cases`, async () => {
    const records = await (name === 'pglite' ? sharedRecords() : testRecords(name));
    const engine: Engine = {
      name,
      async run(sql) {
        await records.statement(sql);
      },
      async insert(table, columns, rows) {
        const objects = rows.map((row) =>
          Object.fromEntries(columns.map((column, i) => [column, jsonOf(row[i] ?? null)])),
        );
        const sql = `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json)`;
        // A statement has half a minute, also on a busy machine.
        for (let from = 0; from < objects.length; from += 5000) {
          await records.statement(sql, [JSON.stringify(objects.slice(from, from + 5000))]);
        }
      },
      ask: async (sql) => (await records.statement(sql)).rows as Record<string, unknown>[],
    };
    try {
      expect(differences(right, flat(await plainSums(engine, cases)))).toEqual([]);
    } finally {
      await records.close();
    }
  });
});

const jsonOf = (cell: Cell) => (typeof cell === 'bigint' ? String(cell) : cell);

function throughSqlite(database: DatabaseSync): Engine {
  return {
    name: 'sqlite',
    run: async (sql) => database.exec(sql),
    async insert(table, columns, rows) {
      const marks = columns.map(() => '?').join(', ');
      const insert = database.prepare(`insert into ${table} (${columns}) values (${marks})`);
      database.exec('begin');
      for (const row of rows) insert.run(...row);
      database.exec('commit');
    },
    ask: async (sql) => database.prepare(sql).all(),
  };
}
