import { type Issue, MopsError } from '../shared/index.ts';
import { checkFreshness, checkVolume } from './check-time.ts';
import { checkTransitions } from './check-transitions.ts';
import {
  checkCompare,
  checkEnum,
  checkPattern,
  checkRange,
  checkReference,
  checkRequired,
  checkSimilar,
  checkType,
  checkUnique,
  missing,
  unknownField,
} from './check-values.ts';
import { populationStability } from './population-stability.ts';
import { readTime } from './read-time.ts';
import { reconcile } from './reconcile.ts';
import {
  type Checked,
  DIMENSION_OF,
  DIMENSIONS,
  type Dimension,
  isThere,
  type QualityRule,
  type Row,
  type RuleResult,
  warn,
} from './rule.ts';

export type QualityQuestion = {
  rows: readonly Row[];
  rules: readonly QualityRule[];
  /** The time of asking, for freshness and volume: ISO date or instant. */
  asOf?: string;
  /** Lists that values must stand in, by name. */
  references?: Readonly<Record<string, readonly (string | number)[]>>;
  /** Tables to compare with, by name: base periods and sources. */
  tables?: Readonly<Record<string, readonly Row[]>>;
};

export type QualityAnswer = {
  /** Weighted share of checks that passed, 0 to 1; null when nothing was checked. */
  score: number | null;
  /** The same per dimension; null where no rule checked anything. */
  dimensions: Record<Dimension, number | null>;
  /** Every rule checked something, and nothing failed. */
  passed: boolean;
  results: RuleResult[];
  method: 'weighted-pass-share';
  version: 'quality@1';
  warnings: Issue[];
};

/**
 * Checks a table against rules. Every fault names its rows; the score is the weighted share of checks that
 * passed, also per dimension of DAMA. A rule that found nothing to check has not passed, and no
 * rules at all is a failure: silence is no proof.
 * Source of the dimensions: DAMA UK (2013), The Six Primary Dimensions for Data Quality Assessment.
 * @param question rows, rules, and what the rules compare with
 * @throws MopsError INVALID for rules that cannot be run: two with one id, a missing list or table, no `asOf`
 * @example
 * checkQuality({
 *   rows: [{ email: 'a@b.de' }, { email: 'a@b' }, { email: null }],
 *   rules: [
 *     { id: 'has-mail', kind: 'required', field: 'email' },
 *     { id: 'is-mail', kind: 'type', field: 'email', type: 'email' },
 *   ],
 * }).results.map(({ score, findings }) => [score, findings[0].rows]) // [[0.6666…, [2]], [0.5, [1]]]
 */
export function checkQuality(question: QualityQuestion): QualityAnswer {
  const { rows, rules } = question;
  const ids = new Set<string>();
  for (const { id, weight = 1 } of rules) {
    if (ids.has(id)) throw new MopsError('INVALID', `Two rules are called ${id}.`, 'Rename one.');
    if (!(weight > 0 && Number.isFinite(weight))) {
      throw new MopsError(
        'INVALID',
        `The weight ${weight} of ${id} is none.`,
        'Write a number above 0.',
      );
    }
    ids.add(id);
  }
  const results = rules.map((rule) => resultOf(rule, question));
  const weights = rules.map(({ weight = 1 }) => weight);
  const warnings: Issue[] = [];
  if (rules.length === 0 || rows.length === 0) {
    const what = rules.length === 0 ? 'rules' : 'rows';
    warnings.push(
      warn('nothing_checked', `There are no ${what}.`, 'Nothing was checked, so nothing passed.'),
    );
  }
  const dimensions = Object.fromEntries(
    DIMENSIONS.map((dimension) => [
      dimension,
      meanScore(results, weights, (result) => result.dimension === dimension),
    ]),
  ) as Record<Dimension, number | null>;
  return {
    score: meanScore(results, weights, () => true),
    dimensions,
    passed: results.length > 0 && results.every(({ passed }) => passed),
    results,
    method: 'weighted-pass-share',
    version: 'quality@1',
    warnings,
  };
}

function meanScore(
  results: readonly RuleResult[],
  weights: readonly number[],
  counts: (result: RuleResult) => boolean,
): number | null {
  let sum = 0;
  let total = 0;
  for (const [i, result] of results.entries()) {
    if (result.score === null || !counts(result)) continue;
    sum += result.score * (weights[i] as number);
    total += weights[i] as number;
  }
  return total === 0 ? null : sum / total;
}

function resultOf(rule: QualityRule, question: QualityQuestion): RuleResult {
  const { checked, failed, findings, warnings = [] } = run(rule, question);
  const said = [...warnings, ...unknownFields(rule, question.rows)];
  if (checked === 0 && said.length === 0) {
    said.push(warn('nothing_checked', `${rule.id} found nothing to check.`, 'It has not passed.'));
  }
  return {
    rule: rule.id,
    kind: rule.kind,
    dimension: DIMENSION_OF[rule.kind],
    checked,
    failed,
    score: checked === 0 ? null : 1 - failed / checked,
    passed: checked > 0 && failed === 0,
    findings,
    warnings: said,
  };
}

function run(rule: QualityRule, question: QualityQuestion): Checked {
  const { rows, references = {} } = question;
  switch (rule.kind) {
    case 'required':
      return checkRequired(rule, rows);
    case 'type':
      return checkType(rule, rows);
    case 'pattern':
      return checkPattern(rule, rows);
    case 'enum':
      return checkEnum(rule, rows);
    case 'range':
      return checkRange(rule, rows);
    case 'unique':
      return checkUnique(rule, rows);
    case 'similar':
      return checkSimilar(rule, rows);
    case 'reference':
      return checkReference(rule, rows, references);
    case 'compare':
      return checkCompare(rule, rows);
    case 'transition':
      return checkTransitions(rule, rows);
    case 'freshness': {
      const asOf = timeOf(question);
      if (asOf === null) throw missing('time of asking', 'asOf');
      return checkFreshness(rule, rows, asOf);
    }
    case 'volume':
      return checkVolume(rule, rows, timeOf(question));
    case 'distribution':
      return checkDistribution(rule, question);
    case 'reconciliation':
      return checkReconciliation(rule, question);
  }
}

function checkDistribution(
  { field, baseline, limit = 0.25 }: Extract<QualityRule, { kind: 'distribution' }>,
  question: QualityQuestion,
): Checked {
  const valuesOf = (rows: readonly Row[]) =>
    rows.map((row) => (isThere(row[field]) ? (row[field] as string | number | boolean) : null));
  const expected = valuesOf(tableOf(question, baseline));
  const actual = valuesOf(question.rows);
  if (expected.length === 0 || actual.length === 0) return { checked: 0, failed: 0, findings: [] };
  const { value, critical, bins, warnings } = populationStability(expected, actual);
  const least = 5 * bins.length;
  if (Math.min(expected.length, actual.length) < least) {
    const hint = `Compare at least ${least} rows.`;
    return {
      checked: 0,
      failed: 0,
      findings: [],
      warnings: [warn('few_rows', 'There are too few rows to see a shift.', hint, field)],
    };
  }
  const shifted = value >= limit && value > critical;
  const [worst] = bins.toSorted((a, b) => b.part - a.part);
  const share = (number = 0) => `${(number * 100).toFixed(1)} %`;
  const message = `${field} has shifted: PSI ${value.toFixed(3)}, most in “${worst?.label}” (${share(worst?.expectedShare)} before, ${share(worst?.actualShare)} now).`;
  return {
    checked: 1,
    failed: shifted ? 1 : 0,
    findings: shifted ? [{ rows: [], message }] : [],
    warnings,
  };
}

function checkReconciliation(
  rule: Extract<QualityRule, { kind: 'reconciliation' }>,
  question: QualityQuestion,
): Checked {
  const { field, by, source, toleranceShare = 0, tolerance = 0 } = rule;
  const theirs = tableOf(question, source);
  const answer = reconcile({ ours: question.rows, theirs, by, field, toleranceShare, tolerance });
  const findings = answer.keys
    .filter(({ status }) => status !== 'matched')
    .map(({ key, ours, theirs: given, rows }) => {
      const name = Object.values(key).join(', ');
      return {
        rows,
        message: `${field} of ${name}: ${ours ?? 'nothing'} here, ${given ?? 'nothing'} in ${source}.`,
      };
    });
  return {
    checked: answer.keys.length,
    failed: findings.length,
    findings,
    warnings: answer.warnings,
  };
}

function tableOf({ tables = {} }: QualityQuestion, name: string): readonly Row[] {
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (!table) throw missing(`table ${name}`, 'tables');
  return table;
}

function timeOf({ asOf }: QualityQuestion): number | null {
  if (asOf === undefined) return null;
  const time = readTime(asOf);
  if (time !== null) return time;
  throw new MopsError(
    'INVALID',
    `“${asOf}” is no time.`,
    'Write 2026-01-31 or 2026-01-31T08:00:00Z.',
  );
}

function unknownFields(rule: QualityRule, rows: readonly Row[]): Issue[] {
  if (rows.length === 0) return [];
  const fields: string[] = [];
  if ('field' in rule) fields.push(rule.field);
  if ('fields' in rule) fields.push(...rule.fields);
  if ('left' in rule) fields.push(rule.left, rule.right);
  if ('entity' in rule) fields.push(rule.entity, rule.at);
  return fields
    .filter((field) => !rows.some((row) => Object.hasOwn(row, field)))
    .map((field) => unknownField(field));
}
