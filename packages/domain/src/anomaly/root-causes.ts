import type { DailyAlert } from './daily-alerts.ts';
import type { KpiSeries } from './kpi-series.ts';

/** Share of a change that its parts must explain together to be its cause. */
const MOST = 2 / 3;

/**
 * One alert for one cause among the alerts of a day. A total is explained by the few parts that moved with
 * it; parts are explained by their total when most of them moved. What is driven is explained by a driver
 * that moved the same way by at least half as much, relative to what was expected.
 */
export function rootCauses(alerts: DailyAlert[], series: KpiSeries[]): DailyAlert[] {
  const byId = new Map(alerts.map((alert) => [alert.id, alert]));
  const causeOf = new Map<string, string>();
  for (const { id, parts = [], drivers = [] } of series) {
    const own = byId.get(id);
    if (!own) continue;
    const moved = parts.flatMap((part) => byId.get(part) ?? []).filter(sameWay(own));
    const explained = moved.reduce((sum, { gain }) => sum + gain, 0);
    if (moved.length > 1 && moved.length > parts.length / 2) {
      for (const part of moved) causeOf.set(part.id, id);
    } else if (moved.length > 0 && Math.abs(explained) >= MOST * Math.abs(own.gain)) {
      causeOf.set(id, largest(moved).id);
    }
    const driver = drivers
      .flatMap((name) => byId.get(name) ?? [])
      .filter(sameWay(own))
      .filter((other) => Math.abs(relative(other)) >= Math.abs(relative(own)) / 2);
    if (driver.length > 0 && !causeOf.has(id)) causeOf.set(id, largest(driver).id);
  }
  const explains = new Map<string, string[]>();
  for (const { id } of alerts) {
    const root = rootOf(id, causeOf);
    if (root !== id) explains.set(root, [...(explains.get(root) ?? []), id]);
  }
  return alerts
    .filter(({ id }) => rootOf(id, causeOf) === id)
    .map((alert) => ({ ...alert, explains: explains.get(alert.id) ?? [] }));
}

/** Follows causes to their end; a circle ends where it was entered first. */
function rootOf(id: string, causeOf: Map<string, string>): string {
  const passed = [id];
  for (let next = causeOf.get(id); next !== undefined; next = causeOf.get(next)) {
    if (passed.includes(next)) return passed.slice(passed.indexOf(next)).sort()[0] as string;
    passed.push(next);
  }
  return passed.at(-1) as string;
}

const sameWay = (own: DailyAlert) => (other: DailyAlert) => other.gain > 0 === own.gain > 0;

const relative = ({ value, mean }: DailyAlert) =>
  mean === 0 ? 1 : (value - mean) / Math.abs(mean);

const largest = (alerts: DailyAlert[]) =>
  alerts.reduce((a, b) => (Math.abs(b.gain) > Math.abs(a.gain) ? b : a));
