import { type Filter, type KpiAnswer, KpiQuery } from '@openmops/domain/kpi';
import { formatDay } from '@openmops/domain/shared';
import { listRows } from '../kpi/list-rows.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import type { FactOutcome } from './fact-checks.ts';
import { Findings } from './findings.ts';
import type { AuditAt } from './open-audit.ts';
import { sourceNameOf } from './source-name.ts';

type Asked = { source: string; dataset: 'ad_delivery' | 'web_session'; kpi: string };

/** Media cost on rows without a campaign. */
export async function checkOrphans(at: AuditAt): Promise<FactOutcome[]> {
  const found: FactOutcome[] = [];
  for (const source of sourcesOf(at, 'ad_delivery', 'campaign')) {
    const asked: Asked = { source, dataset: 'ad_delivery', kpi: 'spend' };
    const filter: Filter = { dim: 'campaign', op: 'eq', values: [null] };
    const all = await rowsOf(at, asked, []);
    const orphans = await rowsOf(at, asked, [filter]);
    const findings = new Findings();
    const costly = orphans.rows.filter(({ values }) => Number(Object.values(values)[0] ?? 0) !== 0);
    for (const { day, currency, values, dims } of costly) {
      const cost = Number(Object.values(values)[0]);
      findings.add(`${cost.toFixed(2)} ${currency} on ${day} without a campaign.`, [
        JSON.stringify([day, dims.account ?? null, currency]),
      ]);
    }
    // Rows without cost are no orphans; beyond the page all are taken for some.
    const failed = orphans.total > orphans.rows.length ? orphans.total : costly.length;
    found.push({
      source,
      sourceName: sourceNameOf(at, source),
      table: 'ad_delivery',
      outcome: {
        ...{ checked: all.total, failed, findings: findings.list(), error: null },
        moneyMicros: orphans.value === null ? null : Math.round(orphans.value * 1_000_000),
        moneyHow: `Media cost of these rows, in ${at.workspace.currency} at the rates of their days.`,
        said: findings.said(),
      },
    });
  }
  return found;
}

/** Visits whose tags lead into no channel, by pair of source and medium. */
export async function checkUnassigned(at: AuditAt): Promise<FactOutcome[]> {
  const found: FactOutcome[] = [];
  for (const source of sourcesOf(at, 'web_session', 'channel')) {
    const asked: Asked = { source, dataset: 'web_session', kpi: 'sessions' };
    const filter: Filter = { dim: 'channel', op: 'eq', values: ['Unassigned'] };
    const [all, lost] = [await rowsOf(at, asked, []), await rowsOf(at, asked, [filter])];
    const findings = new Findings();
    if (lost.total > 0) {
      const by = ['utm_source', 'medium'].filter((dim) => shapesHave(at, asked, dim));
      const { rows } = await ask(at, asked, { by, filters: [filter] });
      for (const { dims, values } of rows) {
        const tags = by.map((dim) => dims[dim] ?? '(not set)').join(' / ');
        const sessions = Math.round(values.sessions ?? 0).toLocaleString('en');
        findings.add(`${tags || 'No tags'}: ${sessions} sessions in no channel.`, [
          JSON.stringify(by.map((dim) => dims[dim] ?? null)),
        ]);
      }
    }
    found.push({
      source,
      sourceName: sourceNameOf(at, source),
      table: 'web_session',
      outcome: {
        ...{ checked: all.total, failed: lost.total, findings: findings.list(), error: null },
        moneyMicros: null,
        moneyHow: 'Visits carry no money of their own; what they led to is missing in its channel.',
        said: findings.said(),
      },
    });
  }
  return found;
}

/** Sources of a dataset of which some rows name a dimension. */
function sourcesOf(at: AuditAt, dataset: Asked['dataset'], dim: string): string[] {
  const own = at.slices.filter(
    (slice) => slice.dataset === dataset && slice.shape.split(/[,~]/).includes(dim),
  );
  return [...new Set(own.map(({ source }) => source))].sort();
}

const shapesHave = (at: AuditAt, { source, dataset }: Asked, dim: string) =>
  at.slices.some(
    (slice) =>
      slice.source === source &&
      slice.dataset === dataset &&
      slice.shape.split(/[,~]/).includes(dim),
  );

function rangeOf(at: AuditAt, { source, dataset }: Asked): { from: string; to: string } {
  const own = at.slices.filter((slice) => slice.source === source && slice.dataset === dataset);
  return {
    from: formatDay(Math.min(...own.map(({ from }) => from))),
    to: formatDay(Math.max(...own.map(({ to }) => to))),
  };
}

const ofSource = (source: string): Filter => ({ dim: 'source', op: 'eq', values: [source] });

function rowsOf(at: AuditAt, asked: Asked, filters: Filter[]) {
  return listRows.call(at.scope, {
    ...{ kpi: asked.kpi, ...rangeOf(at, asked) },
    filters: [ofSource(asked.source), ...filters],
    limit: 200,
  });
}

function ask(
  at: AuditAt,
  asked: Asked,
  more: { by: string[]; filters: Filter[] },
): Promise<KpiAnswer> {
  const query = {
    ...{ kpis: [asked.kpi], ...rangeOf(at, asked), by: more.by, limit: 200 },
    filters: [ofSource(asked.source), ...more.filters],
  };
  return readKpi.call(at.scope, KpiQuery.parse(query));
}
