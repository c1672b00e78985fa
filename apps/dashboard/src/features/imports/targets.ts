import { IMPORTED_DATASETS, IMPORTED_MEASURES } from '@openmops/domain/catalogue/stored-measures';
import { DIMENSIONS } from '@openmops/domain/kpi';
import { datasetName } from '../../state/dataset-names.ts';

export type TargetGroup = { name: string; targets: { id: string; name: string }[] };

/** What a column may become. A file that nobody knows may be of any kind, so all numbers are offered. */
export function targetGroups(dataset: string, known: boolean): TargetGroup[] {
  const own = IMPORTED_MEASURES.filter((measure) => measure.dataset === dataset);
  const others = known ? [] : IMPORTED_DATASETS.filter((each) => each !== dataset);
  return [
    {
      name: 'When and which money',
      targets: [
        { id: 'day', name: 'Day' },
        { id: 'currency', name: 'Currency' },
      ],
    },
    {
      name: 'What it is about',
      targets: DIMENSIONS.map(({ id, name }) => ({ id, name })),
    },
    {
      name: `Numbers: ${datasetName(dataset).toLowerCase()}`,
      targets: own.map(({ alias, name }) => ({ id: alias, name })),
    },
    ...others.map((other) => ({
      name: `Numbers: ${datasetName(other).toLowerCase()}`,
      targets: IMPORTED_MEASURES.filter((measure) => measure.dataset === other).map(
        ({ id, name }) => ({
          id,
          name,
        }),
      ),
    })),
  ];
}

/** The target as the list above spells it: a measure may be named by its id or by its short name. */
export function canonicalTarget(target: string | undefined, dataset: string): string {
  if (!target) return '';
  const measure = IMPORTED_MEASURES.find(
    (each) => each.dataset === dataset && (each.id === target || each.alias === target),
  );
  return measure?.alias ?? target;
}

/** A measure's name for a person, by id or short name. */
export function measureName(id: string, dataset: string): string {
  const own = IMPORTED_MEASURES.find(
    (each) => each.dataset === dataset && (each.alias === id || each.id === id),
  );
  return own?.name ?? IMPORTED_MEASURES.find((each) => each.id === id)?.name ?? id;
}

export function measureIsMoney(id: string, dataset: string): boolean {
  return IMPORTED_MEASURES.some(
    (each) =>
      each.dataset === dataset &&
      (each.alias === id || each.id === id) &&
      each.unit.kind === 'money',
  );
}
