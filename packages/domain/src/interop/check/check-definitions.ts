import { type Catalogue, createCatalogue } from '../../kpi/index.ts';
import type { Issue } from '../../shared/issue.ts';
import type { ReadDefinitions } from '../definitions/read-definitions.ts';
import { attempt } from '../shared/attempt.ts';

/**
 * What is wrong with definitions that were read, alone and together with a catalogue: their form,
 * names that nobody knows, circles, units that clash, ids that are taken. Each with its line; a KPI
 * takes the place of the same version in the catalogue.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * import { readDefinitions } from '@openmops/domain/interop';
 * const text = '- id: team.x\n  name: X\n  formula: ad_cots\n  unit: {kind: money}\n  direction: down\n  description: Cost.';
 * checkDefinitions(readDefinitions(text), CATALOGUE)[0] // { code: 'unknown_name', line: 1, hint: 'Did you mean “ad_cost”?', … }
 */
export function checkDefinitions(read: ReadDefinitions, catalogue: Catalogue): Issue[] {
  const { measures, kpis, issues, lines } = read;
  const own = new Set(kpis.map(({ id, version }) => `${id}@${version}`));
  const ids = new Set(measures.map(({ id }) => id));
  const found = attempt(() =>
    createCatalogue({
      ...catalogue,
      measures: [...catalogue.measures.filter(({ id }) => !ids.has(id)), ...measures],
      kpis: [
        ...catalogue.versions.filter(({ id, version }) => !own.has(`${id}@${version}`)),
        ...kpis,
      ],
    }),
  );
  const more = found.issues.map((one) => {
    const id = one.field?.split('@')[0] ?? '';
    return { ...one, line: lines.get(one.field ?? '') ?? lines.get(id) ?? null };
  });
  return [...issues, ...more];
}
