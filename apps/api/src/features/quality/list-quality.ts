import * as z from 'zod';
import { verb } from '../../verb.ts';
import { noIssue } from './change-issue.ts';
import {
  issueRow,
  issueRows,
  listRuns,
  mutedRules,
  ownRules,
  resultsOf,
} from './quality.queries.ts';
import type {
  QualityIssue,
  QualityIssueDetail,
  QualityRuleShown,
  QualityRun,
} from './quality.schema.ts';
import { Severity, State } from './quality.schema.ts';
import { meanScore } from './score.ts';
import { findingsFor, toIssue } from './to-issue.ts';

export type QualityOverview = {
  /** Null: there was no audit yet. */
  run: QualityRun | null;
  /** The runs of the last time, the newest last. */
  trend: QualityRun[];
  tables: {
    source: string;
    sourceName: string;
    table: string;
    score: number | null;
    rules: number;
    failed: number;
  }[];
  openIssues: number;
};

/** The score of the last audit, by table and dimension, and how it went over time. */
export const readQuality = verb({
  name: 'quality.read',
  permission: 'quality.read',
  kind: 'read',
  input: z.strictObject({ runs: z.number().int().min(1).max(400).default(90) }).prefault({}),
  async run({ db, workspace }, { runs }): Promise<QualityOverview> {
    const found = await listRuns(db, workspace.id, runs);
    const [run] = found;
    const results = run ? await resultsOf(db, workspace.id, run.id) : [];
    const groups = Map.groupBy(results, (row) => `${row.source}\n${row.model_table}`);
    const tables = [...groups.values()].map((own) => ({
      source: own[0]?.source ?? '',
      sourceName: own[0]?.source_name ?? '',
      table: own[0]?.model_table ?? '',
      score: meanScore(own),
      rules: own.length,
      failed: own.filter(({ state }) => state === 'failed' || state === 'error').length,
    }));
    const issues = await issueRows(db, workspace.id);
    return {
      run: run ?? null,
      trend: found.toReversed(),
      tables,
      openIssues: issues.filter(({ state }) => state !== 'closed').length,
    };
  },
});

/** Every rule with what it came to in the last audit. */
export const listRules = verb({
  name: 'quality.rules',
  permission: 'quality.read',
  kind: 'read',
  input: z.strictObject({}).prefault({}),
  async run({ db, workspace }): Promise<QualityRuleShown[]> {
    const [run] = await listRuns(db, workspace.id, 1);
    const muted = await mutedRules(db, workspace.id);
    const results = run ? await resultsOf(db, workspace.id, run.id) : [];
    const shown = results.map(
      (row): QualityRuleShown => ({
        rule: row.rule,
        name: row.name,
        source: row.source,
        sourceName: row.source_name,
        table: row.model_table,
        kind: row.kind,
        dimension: row.dimension,
        severity: row.severity,
        origin: row.origin,
        checked: row.checked,
        failed: row.failed,
        score: row.score,
        state: muted.has(row.rule) ? 'muted' : row.state,
        said: row.said,
        why: muted.get(row.rule) ?? null,
      }),
    );
    const ran = new Set(results.map(({ rule }) => rule));
    const own = await ownRules(db, workspace.id);
    const resting = [...muted].filter(([rule]) => !ran.has(rule));
    const waiting = own.filter(({ id }) => !ran.has(id) && !muted.has(id));
    return [
      ...shown,
      ...waiting.map((rule) => unrun({ ...rule, rule: rule.id, origin: 'own' })),
      ...resting.map(([rule, why]) => ({
        ...unrun({
          rule,
          name: own.find(({ id }) => id === rule)?.name ?? rule,
          origin: 'shipped',
        }),
        state: 'muted' as const,
        why,
      })),
    ];
  },
});

function unrun(of: {
  rule: string;
  name: string;
  origin: 'own' | 'shipped';
  source?: string | null;
  table?: string;
  severity?: QualityRuleShown['severity'];
}): QualityRuleShown {
  return {
    ...{ rule: of.rule, name: of.name, origin: of.origin },
    source: of.source ?? '',
    sourceName: of.source ?? 'Every source',
    table: of.table ?? '',
    kind: '',
    dimension: '',
    severity: of.severity ?? 'medium',
    ...{ checked: 0, failed: 0, score: null, state: 'unchecked', said: [], why: null },
  };
}

const RANK = { high: 0, medium: 1, low: 2 };

/** What is to be mended: the gravest first, then the dearest. */
export const listIssues = verb({
  name: 'quality.issues',
  permission: 'quality.read',
  kind: 'read',
  input: z
    .strictObject({
      state: State.optional(),
      severity: Severity.optional(),
      source: z.string().max(100).optional(),
      /** Also those that are closed. */
      all: z.boolean().default(false),
    })
    .prefault({}),
  async run({ db, workspace }, { state, severity, source, all }): Promise<QualityIssue[]> {
    const rows = await issueRows(db, workspace.id);
    return rows
      .filter(
        (row) =>
          (state ? row.state === state : all || row.state !== 'closed') &&
          (!severity || row.severity === severity) &&
          (!source || row.source === source),
      )
      .map((row) => toIssue(row, workspace.currency))
      .sort(
        (one, other) =>
          RANK[one.severity] - RANK[other.severity] ||
          (other.money ?? 0) - (one.money ?? 0) ||
          other.rows - one.rows ||
          (one.id < other.id ? -1 : 1),
      );
  },
});

/** One issue with the rows that it is about, by their keys. */
export const readIssue = verb({
  name: 'quality.issue',
  permission: 'quality.read',
  kind: 'read',
  input: z.strictObject({ id: z.string() }),
  async run({ db, workspace, actor }, { id }): Promise<QualityIssueDetail> {
    const row = await issueRow(db, workspace.id, id);
    if (!row) throw noIssue();
    const findings = findingsFor(actor, row);
    const streams = await db
      .selectFrom('stream_mappings')
      .innerJoin('streams', 'streams.id', 'stream_mappings.stream_id')
      .select(['streams.id', 'streams.source', 'streams.name', 'tables'])
      .where('stream_mappings.workspace_id', '=', workspace.id)
      .where('fact_source', '=', row.source)
      .orderBy('streams.name')
      .execute();
    return {
      ...toIssue(row, workspace.currency),
      findings,
      rowsNamed: findings.reduce((sum, { keys }) => sum + keys.length, 0),
      streams: streams
        .filter(({ tables, name }) => tables.includes(row.model_table) || name === row.model_table)
        .map(({ id: stream, source, name }) => ({ id: stream, source, name })),
    };
  },
});
