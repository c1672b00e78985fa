import type { KpiPlan, Note } from '@openmops/domain/kpi';
import type { FedStream } from './kpi.queries.ts';

/** A stream with money of which nothing says the currency. */
export type AssumedCurrency = {
  /** Name of its source, and its own. */
  name: string;
  datasets: readonly string[];
  currency: string;
};

export function assumedCurrencies(streams: readonly FedStream[]): AssumedCurrency[] {
  return streams.flatMap(({ source, sourceName, name, datasets, assumedCurrency }) =>
    assumedCurrency === null
      ? []
      : [{ name: `${sourceName ?? source} (${name})`, datasets, currency: assumedCurrency }],
  );
}

/** Says of money behind the asked KPIs that its currency is that of the workspace only because nothing says another. */
export function assumedNotes(plan: KpiPlan, assumed: readonly AssumedCurrency[]): Note[] {
  return plan.asked.flatMap(({ name, kpi, measures }) =>
    assumed
      .filter(({ datasets }) =>
        measures.some(({ dataset, unit }) => datasets.includes(dataset) && unit.kind === 'money'),
      )
      .map((one) => ({
        code: 'currency_assumed',
        message: `${kpi.name}: ${one.name} does not say in which currency its money is; it counts as ${one.currency}.`,
        hint: 'Send the accounts or campaigns of the source too, or map the currency of the stream.',
        kpi: name,
      })),
  );
}
