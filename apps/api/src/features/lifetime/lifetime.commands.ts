import {
  fitBgNbd,
  fitGammaGamma,
  fitParetoNbd,
  type GammaGammaFit,
  valueCustomers,
} from '@openmops/domain/lifetime';
import { type Issue, MopsError } from '@openmops/domain/shared';
import { type HostCommand, table } from '../../cli/command.ts';
import { choiceOption, numberOption } from '../../cli/options.ts';
import { type NamedCustomer, readCustomers } from './read-customers.ts';

const MODELS = ['bg-nbd', 'pareto-nbd'] as const;

const ltv: HostCommand = {
  name: 'ltv',
  usage:
    'FILE.csv [--model bg-nbd|pareto-nbd] [--horizon 52] [--unit-days 7] [--as-of DATE] [--discount PERCENT] [--margin 1]',
  summary:
    'What customers will still bring (columns customer, date, value; or frequency, recency, age and optionally customer, value).',
  options: {
    model: { type: 'string' },
    horizon: { type: 'string' },
    'unit-days': { type: 'string' },
    'as-of': { type: 'string' },
    discount: { type: 'string' },
    margin: { type: 'string' },
  },
  positionals: { min: 1, max: 1 },
  async host({ positionals, values }) {
    const model = choiceOption(values, 'model', MODELS) ?? 'bg-nbd';
    const horizon = numberOption(values, 'horizon') ?? 52;
    const discountRate = (numberOption(values, 'discount') ?? 0) / 100;
    const margin = numberOption(values, 'margin') ?? 1;
    const asOf = values['as-of'] === undefined ? null : String(values['as-of']);
    const unitDays = numberOption(values, 'unit-days') ?? 7;
    const customers = await readCustomers(positionals[0] ?? '', { asOf, unitDays });
    const buying = model === 'bg-nbd' ? fitBgNbd(customers) : fitParetoNbd(customers);
    const { spending, warnings } = spendingOf(customers);
    const valued = valueCustomers(customers, {
      buying: buying.parameters,
      spending: spending?.parameters ?? null,
      horizon,
      discountRate,
      margin,
    });
    const json = {
      model,
      horizon,
      parameters: buying.parameters,
      standardErrors: namedErrors(buying),
      logLikelihood: buying.logLikelihood,
      spending: spending && {
        parameters: spending.parameters,
        standardErrors: namedErrors(spending),
        logLikelihood: spending.logLikelihood,
        meanValue: spending.meanValue,
      },
      customers: customers.map(({ customer, frequency, recency, age }, i) => ({
        customer,
        frequency,
        recency,
        age,
        ...(valued[i] as (typeof valued)[number]),
      })),
      warnings: [...buying.warnings, ...warnings],
    };
    return { json, text: () => textOf(json) };
  },
};

/** Errors by the names of their parameters. */
function namedErrors(fit: {
  parameters: Record<string, number>;
  standardErrors: number[] | null;
}): Record<string, number> | null {
  const { parameters, standardErrors } = fit;
  if (standardErrors === null) return null;
  return Object.fromEntries(
    Object.keys(parameters).map((name, i) => [name, standardErrors[i] ?? 0]),
  );
}

/** Values that cannot carry a fit leave purchases without them, and say so. */
function spendingOf(customers: readonly NamedCustomer[]): {
  spending: GammaGammaFit | null;
  warnings: Issue[];
} {
  if (customers.every(({ meanValue }) => meanValue === undefined))
    return { spending: null, warnings: [] };
  try {
    const spending = fitGammaGamma(customers);
    return { spending, warnings: spending.warnings };
  } catch (error) {
    if (!(error instanceof MopsError)) throw error;
    const { message, hint } = error;
    const code = 'no_spending_model';
    return {
      spending: null,
      warnings: [{ code, severity: 'warning', message, hint, line: null, field: 'value' }],
    };
  }
}

type Document = {
  model: string;
  horizon: number;
  parameters: Record<string, number>;
  logLikelihood: number;
  customers: {
    customer: string;
    probabilityAlive: number;
    expectedPurchases: number;
    lifetimeValue: number | null;
  }[];
  warnings: Issue[];
};

function textOf({
  model,
  horizon,
  parameters,
  logLikelihood,
  customers,
  warnings,
}: Document): string {
  const named = Object.entries(parameters).map(
    ([name, value]) => `${name} ${value.toPrecision(4)}`,
  );
  const rank = (one: Document['customers'][number]) => one.lifetimeValue ?? one.expectedPurchases;
  const best = customers.toSorted((a, b) => rank(b) - rank(a)).slice(0, 20);
  const sum = customers.reduce((all, one) => all + one.expectedPurchases, 0);
  const rows = best.map((one) => [
    one.customer,
    rounded(one.probabilityAlive),
    rounded(one.expectedPurchases),
    one.lifetimeValue === null ? null : rounded(one.lifetimeValue),
  ]);
  return [
    `${model}: ${named.join(', ')}; log-likelihood ${logLikelihood.toFixed(4)}.`,
    `${customers.length} customers will buy ${sum.toFixed(1)} times in ${horizon} units of time. The best:`,
    table(['customer', 'alive', 'purchases', 'value'], rows),
    ...warnings.map(({ message, hint }) => `- ${message}${hint ? ` ${hint}` : ''}`),
  ].join('\n');
}

const rounded = (value: number) => Number(value.toFixed(2));

export const lifetimeCommands = [ltv];
