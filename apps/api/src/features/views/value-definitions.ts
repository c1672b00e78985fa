import { createHash } from 'node:crypto';
import { canonicalJson } from '../audit/append-audit.ts';
import type { View } from './views.schema.ts';

type Definition = View['definitions'][number];

const define = (of: Omit<Definition, 'definition'>): Definition => ({
  ...of,
  definition: `sha256${createHash('sha256').update(canonicalJson(of)).digest('hex')}`,
});

/** What the numbers of the value report mean that no KPI of the catalogue is. */
export const VALUE_DEFINITIONS: readonly Definition[] = [
  define({
    kpi: 'value.channel_roi',
    name: 'Return of a channel under a model',
    version: 1,
    formula: '(attributed revenue − media cost) ÷ media cost',
    description:
      'Revenue of deals won in the period, shared out over the touches of 90 days before by the named model; media cost as platforms report it. It leaves out cost of goods and of people.',
  }),
  define({
    kpi: 'value.hours_saved',
    name: 'Hours saved',
    version: 1,
    formula: 'Σ runs of an automation × stated minutes ÷ 60',
    description:
      'Only of automations for which somebody has stated minutes. It is as good as what is stated.',
  }),
  define({
    kpi: 'value.defects_prevented',
    name: 'Defects prevented',
    version: 1,
    formula: 'rows of closed issues; rows released; duplicates refused',
    description:
      'Rows of issues of data quality that were closed after a passing re-run of their rule, rows that were set aside and taken in after mending, and invoices and files that came twice. No row is told from another across the three, so they are not summed.',
  }),
  define({
    kpi: 'value.money_stopped',
    name: 'Money stopped',
    version: 1,
    formula: 'Σ of each thing its dearest finding of waste, closed as stopped in the period',
    description:
      'What findings of waste were about when somebody closed them as no longer spent so. Findings that are meant so are told beside it and do not count.',
  }),
];

export const valueDefinition = (kpi: string): string | null =>
  VALUE_DEFINITIONS.find((one) => one.kpi === kpi)?.definition ?? null;
