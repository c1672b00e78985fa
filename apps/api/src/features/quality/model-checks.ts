import { type ModelTableId, modelTable } from '@openmops/domain/model';
import { PACKS, TABLE_RULES } from '@openmops/domain/packs';
import { DIMENSION_OF, type QualityRule } from '@openmops/domain/quality';
import type { QualitySeverity } from '../../stores/records/quality-tables.ts';
import type { ModelCheck } from './check.ts';
import type { AuditAt, MappedStream } from './open-audit.ts';
import type { OwnRule } from './quality.schema.ts';
import { ruleWords } from './rule-words.ts';

const SEVERITY: Partial<Record<QualityRule['kind'], QualitySeverity>> = {
  freshness: 'high',
  unique: 'high',
  volume: 'low',
  required: 'low',
};
/** Tables in which a second row with the same key is counted twice. */
const ONCE: readonly ModelTableId[] = ['deal', 'order', 'refund', 'contract_movement'];

/** Lifecycle stages of HubSpot, in their order: a contact goes forward, or is set back on purpose. */
const LIFECYCLE = `subscriber lead marketingqualifiedlead salesqualifiedlead opportunity customer
  evangelist`.split(/\s+/);
const FORWARD: QualityRule = {
  id: 'lifecycle_forward',
  kind: 'transition',
  entity: 'entity_id',
  field: 'to_stage',
  at: 'at',
  allowed: Object.fromEntries(LIFECYCLE.map((stage, at) => [stage, LIFECYCLE.slice(at + 1)])),
};

/** Rules of packs, of the product and of the workspace, for every table of every source. */
export function modelChecks(at: AuditAt, own: readonly OwnRule[]): ModelCheck[] {
  const sources = Map.groupBy(
    at.streams.filter(({ state }) => state.factSource !== null),
    ({ state }) => state.factSource as string,
  );
  return [...sources].flatMap(([source, streams]) => {
    const tables = [...new Set(streams.flatMap(({ state }) => state.tables))];
    return tables.flatMap((table) => checksOf(at, { source, table, streams, own }));
  });
}

type Of = {
  source: string;
  table: ModelTableId;
  streams: readonly MappedStream[];
  own: readonly OwnRule[];
};

function checksOf(at: AuditAt, { source, table, streams, own }: Of): ModelCheck[] {
  const sourceName = streams.find(({ state }) => state.sourceName)?.state.sourceName ?? source;
  const placed = at.streamsOf(source, table);
  const base = { source, sourceName, table, streams: placed, weight: 1 };
  const checks: ModelCheck[] = [];
  const add = (rule: QualityRule, more: Partial<ModelCheck> = {}) =>
    checks.push({
      ...base,
      rule: rule.id,
      name: `${modelTable(table).name}: ${ruleWords(rule)}`,
      kind: rule.kind,
      dimension: DIMENSION_OF[rule.kind],
      severity: SEVERITY[rule.kind] ?? 'medium',
      origin: 'shipped',
      ...more,
      weight: rule.weight ?? 1,
      spec: { kind: 'rule', rule },
    });
  for (const rule of shippedRules(table, streams)) add(rule);
  if (table === 'contact' || table === 'account') {
    checks.push({
      ...base,
      rule: 'no_duplicates',
      name: `${modelTable(table).name}: nobody is there twice`,
      kind: 'duplicates',
      dimension: 'uniqueness',
      severity: 'high',
      origin: 'shipped',
      spec: { kind: 'duplicates', of: table },
    });
  }
  if (ONCE.includes(table)) {
    checks.push({
      ...base,
      rule: 'key_once',
      name: `${modelTable(table).name}: each is told once`,
      kind: 'unique',
      dimension: 'uniqueness',
      severity: 'high',
      origin: 'shipped',
      spec: { kind: 'keyOnce' },
    });
  }
  if (table === 'stage_transition' && source === 'hubspot') {
    const known = new Set(LIFECYCLE);
    add(FORWARD, {
      name: 'Stage transitions: contacts go forward',
      severity: 'low',
      where: ({ values }) => values.entity === 'contact' && known.has(String(values.to_stage)),
    });
  }
  for (const one of own) {
    if (one.table !== table || (one.source !== null && one.source !== source)) continue;
    add(one.rule, { name: one.name, severity: one.severity, origin: 'own' });
    (checks.at(-1) as ModelCheck).rule = one.id;
  }
  return checks;
}

/** Rules of the packs of the streams, each once, in units of a person. */
function shippedRules(table: ModelTableId, streams: readonly MappedStream[]): QualityRule[] {
  const found = new Map<string, QualityRule>();
  for (const { state } of streams) {
    for (const rule of rulesOfStream(state.pack, state.tables)) {
      if (mainTable(rule, state.tables) !== table) continue;
      // Likeness is looked at by more than one field.
      if (rule.kind === 'similar' && (table === 'contact' || table === 'account')) continue;
      if (!found.has(rule.id)) found.set(rule.id, inUnits(rule, table));
    }
  }
  return [...found.values()];
}

function rulesOfStream(pack: string | null, tables: readonly ModelTableId[]): QualityRule[] {
  if (pack === null) return tables.flatMap((table) => [...(TABLE_RULES[table] ?? [])]);
  const [id, name] = pack.split('/');
  const stream = PACKS.find((one) => one.id === id)?.streams.find((one) => one.id === name);
  return [...(stream?.rules ?? [])];
}

/** The first table of a stream that has all fields of a rule. */
function mainTable(rule: QualityRule, tables: readonly ModelTableId[]): ModelTableId | undefined {
  return tables.find((table) => missingField(rule, table) === null);
}

export function fieldsOfRule(rule: QualityRule): string[] {
  switch (rule.kind) {
    case 'unique':
      return [...rule.fields];
    case 'compare':
      return [rule.left, rule.right];
    case 'transition':
      return [rule.entity, rule.field, rule.at];
    case 'reconciliation':
      return [rule.field, ...rule.by];
    default:
      return [rule.field];
  }
}

/** A field of a rule that a table does not have. */
export function missingField(rule: QualityRule, table: ModelTableId): string | null {
  const known = new Set(modelTable(table).fields.map(({ id }) => id));
  return fieldsOfRule(rule).find((field) => !known.has(field)) ?? null;
}

/** Packs write bounds in millionths, as the model stores numbers. */
function inUnits(rule: QualityRule, table: ModelTableId): QualityRule {
  if (rule.kind !== 'range') return rule;
  const type = modelTable(table).fields.find(({ id }) => id === rule.field)?.type;
  if (type !== 'money' && type !== 'number') return rule;
  return {
    ...rule,
    ...(rule.min === undefined ? {} : { min: rule.min / 1_000_000 }),
    ...(rule.max === undefined ? {} : { max: rule.max / 1_000_000 }),
  };
}
