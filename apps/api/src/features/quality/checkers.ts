import type { ModelTableId } from '@openmops/domain/model';
import type { QualityRule } from '@openmops/domain/quality';
import {
  checkQuality,
  normalizeDomain,
  normalizeEmail,
  readDay,
  readTime,
  unusualDays,
} from '@openmops/domain/quality';
import { formatDay } from '@openmops/domain/shared';
import type { CheckedRow, ModelCheck } from './check.ts';
import { duplicatesChecker } from './check-duplicates.ts';
import { type Checker, type Failed, nothing, once } from './checker.ts';
import { Findings } from './findings.ts';
import { HashSet } from './hash-set.ts';
import { fieldsOfRule } from './model-checks.ts';
import type { AuditAt } from './open-audit.ts';
import { readModelRows } from './read-model-rows.ts';

const DAY_MS = 86_400_000;
/** Days that an audit looks at anew; older ones were looked at by the audits before. */
const RECENT_DAYS = 7;
/** The most rows of which the order in time is held. */
const MOST_ORDERED = 1_000_000;

export async function createChecker(
  at: AuditAt,
  check: ModelCheck,
  failed: Failed,
): Promise<Checker> {
  const { spec } = check;
  if (spec.kind === 'keyOnce')
    return onceChecker([], {
      keyOf: ({ stream, key }) => `${stream}\n${key}`,
      failed,
      says: says('key'),
    });
  if (spec.kind === 'duplicates') return duplicatesChecker(spec.of, failed);
  const { rule } = spec;
  const base = fieldsOfRule(rule);
  const fields = check.where ? [...base, 'entity', 'to_stage'] : base;
  switch (rule.kind) {
    case 'unique':
      return onceChecker(fields, {
        keyOf: ({ values }) => {
          const parts = rule.fields.map((field) => values[field]);
          return parts.every(isThere) ? JSON.stringify(parts) : null;
        },
        failed,
        says: says(rule.fields.join(', ')),
      });
    case 'similar': {
      if (rule.by === 'name') return wholeChecker(rule, fields, { failed });
      const normal = rule.by === 'email' ? normalizeEmail : normalizeDomain;
      return onceChecker(fields, {
        keyOf: ({ values }) =>
          isThere(values[rule.field]) ? normal(String(values[rule.field])) || null : null,
        failed,
        says: says(rule.field),
      });
    }
    case 'reference':
      return referenceChecker(at, check, { rule, fields, failed });
    case 'volume':
      return volumeChecker(at, rule, fields);
    case 'freshness':
      return freshnessChecker(at, rule, fields);
    case 'transition':
      return wholeChecker(rule, fields, { failed });
    case 'distribution':
    case 'reconciliation':
      return refusing(`A rule of the kind ${rule.kind} needs a second table.`);
    default:
      return pageChecker(rule, fields, failed);
  }
}

const isThere = (value: unknown) =>
  value !== null && value !== undefined && (typeof value !== 'string' || value.trim() !== '');
const says = (what: string) => (personal: boolean, value: string) =>
  personal ? `${what} stands more than once.` : `${what} ${value} stands more than once.`;

/** Rows one by one, by the domain. */
function pageChecker(rule: QualityRule, fields: string[], failed: Failed): Checker {
  const findings = new Findings();
  let [checked, bad] = [0, 0];
  return {
    ...once(fields),
    look(rows, personal) {
      const asked = rows.map(({ values }) => values);
      const [result] = checkQuality({ rows: asked, rules: [rule] }).results;
      if (!result) return;
      checked += result.checked;
      bad += result.failed;
      const hides = fields.some((field) => personal.has(field));
      for (const { rows: places, message } of result.findings) {
        const own = places.map((place) => rows[place] as CheckedRow);
        findings.add(
          hides ? `${fields.join(', ')}: not as the rule asks.` : message,
          own.map(({ key }) => key),
        );
        own.forEach(failed);
      }
    },
    end: () => ({
      checked,
      failed: bad,
      findings: findings.list(),
      said: findings.said(),
      error: null,
    }),
  };
}

type Once = {
  keyOf(row: CheckedRow): string | null;
  failed: Failed;
  says(personal: boolean, value: string): string;
};
const MOST_GROUPS = 2000;

/** Values that may stand once: counted by their hashes, and named when the rows are read again. */
function onceChecker(fields: string[], { keyOf, failed, says: words }: Once): Checker {
  const seen = new HashSet();
  const groups = new Map<string, { message: string; keys: string[] }>();
  let [checked, bad] = [0, 0];
  return {
    ...once(fields),
    everyTelling: fields.length === 0,
    look(rows, personal) {
      const hides = fields.some((field) => personal.has(field));
      for (const row of rows) {
        const key = keyOf(row);
        if (key === null) continue;
        checked++;
        if (seen.add(key)) continue;
        bad++;
        failed(row);
        if (!groups.has(key) && groups.size < MOST_GROUPS)
          groups.set(key, { message: words(hides, fields.length === 0 ? row.key : key), keys: [] });
      }
    },
    wantsAgain: () => bad > 0,
    again(rows) {
      for (const row of rows) {
        const group = groups.get(keyOf(row) ?? '');
        if (group && group.keys.length < 20) group.keys.push(row.key);
      }
    },
    end() {
      const findings = new Findings();
      for (const { message, keys } of groups.values()) findings.add(message, keys);
      return {
        checked,
        failed: bad,
        findings: findings.list(),
        said: findings.said(),
        error: null,
      };
    },
  };
}

/** Values that stand in another table of the source; where nothing of it has come, nothing is checked. */
async function referenceChecker(
  at: AuditAt,
  check: ModelCheck,
  of: { rule: Extract<QualityRule, { kind: 'reference' }>; fields: string[]; failed: Failed },
): Promise<Checker> {
  const { rule, fields, failed } = of;
  const table = rule.to as ModelTableId;
  const streams = at.streamsOf(check.source, table);
  const known = new HashSet();
  const place = { facts: at.facts, workspaceId: at.workspace.id, table, streams };
  const id = `${table}_id`;
  for await (const page of readModelRows(place, { fields: [id] }))
    for (const { values } of page) if (isThere(values[id])) known.add(String(values[id]));
  if (known.size === 0) return refusing(null, `Nothing of the table ${table} has arrived.`);
  const findings = new Findings();
  let [checked, bad] = [0, 0];
  return {
    ...once(fields),
    look(rows) {
      for (const row of rows) {
        const value = row.values[rule.field];
        if (!isThere(value)) continue;
        checked++;
        if (known.has(String(value))) continue;
        bad++;
        failed(row);
        findings.add(`${rule.field} “${String(value).slice(0, 80)}” is not in ${table}.`, [
          row.key,
        ]);
      }
    },
    end: () => ({
      checked,
      failed: bad,
      findings: findings.list(),
      said: findings.said(),
      error: null,
    }),
  };
}

function volumeChecker(
  at: AuditAt,
  rule: Extract<QualityRule, { kind: 'volume' }>,
  fields: string[],
): Checker {
  const counts = new Map<number, number>();
  return {
    ...once(fields),
    look(rows) {
      for (const { values } of rows) {
        const day = readDay(values[rule.field]);
        if (day !== null && day < at.today) counts.set(day, (counts.get(day) ?? 0) + 1);
      }
    },
    end() {
      if (counts.size === 0) return nothing([]);
      const days = [...counts.keys()];
      const first = days.reduce((one, other) => Math.min(one, other));
      const last = days.reduce((one, other) => Math.max(one, other));
      // Silence after the last day is for freshness to tell.
      const to = Math.min(last, at.today - 1);
      const { checked, unusual } = unusualDays(counts, { first, from: to - RECENT_DAYS + 1, to });
      const findings = new Findings();
      for (const { day, count, low, high } of unusual)
        findings.add(
          `${formatDay(day)} has ${count} rows; ${low} to ${high} are usual on this weekday.`,
          [],
          1,
        );
      const short = checked === 0 ? ['Less than four weeks of days came before.'] : [];
      return {
        checked,
        failed: unusual.length,
        findings: findings.list(),
        said: short,
        error: null,
      };
    },
  };
}

function freshnessChecker(
  at: AuditAt,
  rule: Extract<QualityRule, { kind: 'freshness' }>,
  fields: string[],
): Checker {
  let newest = Number.NEGATIVE_INFINITY;
  let key = '';
  return {
    ...once(fields),
    look(rows) {
      for (const row of rows) {
        const time = readTime(row.values[rule.field]);
        if (time === null || time <= newest || time > at.now + DAY_MS) continue;
        newest = time;
        key = row.key;
      }
    },
    end() {
      if (key === '') return nothing([]);
      const hours = (at.now - newest) / 3_600_000;
      // A day is over, and can be there, only at its end.
      const age = fields[0] === 'day' ? hours - 24 : hours;
      const findings = new Findings();
      if (age > rule.maxAgeHours) {
        const shown = new Date(newest).toISOString().slice(0, 16).replace('T', ' ');
        findings.add(
          `The newest ${rule.field} is ${shown} UTC: ${Math.floor(age)} hours old, ${rule.maxAgeHours} are allowed.`,
          [key],
        );
      }
      const list = findings.list();
      return { checked: 1, failed: list.length, findings: list, said: [], error: null };
    },
  };
}

/** Rules for which rows must be seen side by side: held up to a bound. */
function wholeChecker(
  rule: QualityRule,
  fields: string[],
  { failed }: { failed: Failed },
): Checker {
  const held: CheckedRow[] = [];
  let tooMany = false;
  let hides = false;
  return {
    ...once(fields),
    look(rows, personal) {
      hides = fields.some((field) => personal.has(field));
      if (held.length + rows.length > MOST_ORDERED) tooMany = true;
      else for (const row of rows) held.push(row);
    },
    end() {
      const limit = MOST_ORDERED.toLocaleString('en');
      if (tooMany) return nothing([`More than ${limit} rows are too many for this rule.`]);
      if (held.length === 0) return nothing([]);
      const [result] = checkQuality({
        rows: held.map(({ values }) => values),
        rules: [rule],
      }).results;
      if (!result) return nothing([]);
      const findings = new Findings();
      for (const { rows, message } of result.findings) {
        const own = rows.map((place) => held[place] as CheckedRow);
        findings.add(
          hides ? `${fields.join(', ')}: likely the same.` : message,
          own.map(({ key }) => key),
        );
        own.slice(1).forEach(failed);
      }
      const { checked, failed: bad, warnings } = result;
      const said = [...warnings.map(({ message }) => message), ...findings.said()];
      return { checked, failed: bad, findings: findings.list(), said, error: null };
    },
  };
}

const refusing = (error: string | null, said?: string): Checker => ({
  ...once([]),
  end: () => ({ ...nothing(said === undefined ? [] : [said]), error }),
});
