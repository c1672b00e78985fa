import { MopsError } from '../../shared/error.ts';
import type { Issue } from '../../shared/issue.ts';
import { defineKpi } from '../define-kpi.ts';
import type { Kpi } from '../schema.ts';
import { KpiDefinition } from './schema.ts';

/**
 * A definition that a team wrote (parsed JSON or YAML) → a KPI. Throws INVALID with everything that
 * does not fit; `detail` holds the list of issues. Whether its names and units go together shows
 * when it joins a catalogue.
 * @example
 * const text = { formula: 'ad_cost / sessions', unit: { kind: 'money' }, direction: 'down' };
 * readDefinition({ id: 'team.visit_cost', name: 'Cost per visit', description: 'Ads only.', ...text }).status; // 'draft'
 * readDefinition({ id: 'team.visit_cost' }) // throws 'name'
 */
export function readDefinition(input: unknown): Kpi {
  const { success, data, error } = KpiDefinition.safeParse(input);
  if (success) {
    const { family, ...rest } = data;
    return defineKpi({ ...rest, ...(family ? { family } : {}) });
  }
  const issues = error.issues.map(({ path, message }): Issue => {
    const field = path.join('.') || 'definition';
    const text = `${field}: ${message}`;
    return {
      code: 'bad_definition',
      severity: 'error',
      message: text,
      hint: null,
      line: null,
      field,
    };
  });
  const message = `This is no KPI definition. ${issues.map((one) => one.message).join('; ')}.`;
  const hint = 'A definition has an id, name, formula, unit, direction and description.';
  throw new MopsError('INVALID', message, hint, issues);
}
