import type { FactOutcome } from './fact-checks.ts';
import { Findings } from './findings.ts';
import type { AuditAt } from './open-audit.ts';
import { sourceNameOf } from './source-name.ts';

const MOST_KEYS = 50;

/** Records that stand aside because they break the contract of their stream. */
export async function checkSetAside(at: AuditAt): Promise<FactOutcome[]> {
  const found: FactOutcome[] = [];
  for (const { stream, state } of at.streams) {
    const place = {
      workspaceId: at.workspace.id,
      streamId: stream.id,
      generation: state.generation,
    };
    if (state.tables.length === 0 && state.error === null) continue;
    const aside = await at.facts.model.count({ ...place, table: 'quarantine' });
    let standing = 0;
    for (const table of state.tables.slice(0, 1))
      standing += await at.facts.model.count({ ...place, table });
    const findings = new Findings();
    if (aside > 0) {
      const keys = await firstKeys(at, place);
      for (const { message, code, field, rows } of state.reasons)
        findings.add(message, keys.get(`${code}\n${field}`) ?? [], rows);
    }
    if (state.error !== null) findings.add(`The stream could not be mapped: ${state.error}`, [], 1);
    found.push({
      source: state.factSource ?? stream.source,
      sourceName: sourceNameOf(at, state.factSource ?? stream.source),
      table: stream.name,
      outcome: {
        checked: standing + aside + (state.error === null ? 0 : 1),
        failed: aside + (state.error === null ? 0 : 1),
        findings: findings.list(),
        moneyMicros: null,
        moneyHow: 'Records that could not be read have no amount yet.',
        ...{ said: [], error: null },
      },
    });
  }
  return found;
}

/** Some keys by reason; of texts of the source nothing else is kept. */
async function firstKeys(
  at: AuditAt,
  place: { workspaceId: string; streamId: string; generation: number },
): Promise<Map<string, string[]>> {
  const keys = new Map<string, string[]>();
  for await (const page of at.facts.model.read({ ...place, table: 'quarantine' })) {
    for (const { key, values } of page) {
      const reason = `${values.code}\n${values.field ?? null}`;
      const own = keys.get(reason) ?? [];
      keys.set(reason, own);
      if (own.length < MOST_KEYS) own.push(key);
    }
    if ([...keys.values()].every(({ length }) => length >= MOST_KEYS)) break;
  }
  return keys;
}
