import { KPIS } from '@openmops/domain/catalogue';
import { describeKpi } from '../kpi/describe-kpi.ts';
import { sourcesWithData } from '../sources/list-sources.ts';
import { type EntitySet, fieldsOf, quoted } from './entity-set.ts';
import { unitText } from './kpi-fields.ts';

const KPI_FIELDS = fieldsOf([
  ['id', 'String', 'Id of the KPI.', '!'],
  ['name', 'String', 'Name of the KPI.', '!'],
  ['family', 'String', 'Group of KPIs.', '!'],
  ['unit', 'String', 'money, count, people, percent, times, plain, seconds, days, …', '!'],
  ['direction', 'String', 'up, down, target or neutral: which way is good.', '!'],
  [
    'additivity',
    'String',
    'all: values may be added. notTime: not over periods. none and ratio: never.',
    '!',
  ],
  ['min_grain', 'String', 'By shorter periods it is undefined.'],
  ['formula', 'String', 'In names of base measures.', '!'],
  ['description', 'String', 'What it says.', '!'],
  ['caveats', 'String', 'What to know when reading it.', '!'],
  ['aliases', 'String', 'Short ids, comma separated.', '!'],
  ['synonyms', 'String', 'What people also call it.', '!'],
  ['standard', 'String', 'Where the definition comes from.', '!'],
  ['definition', 'String', 'Fingerprint of what the KPI means, the same at every door.', '!'],
  ['version', 'Int64', 'Version of the definition.', '!'],
]);

/** The catalogue: what each KPI means. */
export const KPI_LIST: EntitySet = {
  name: 'Kpis',
  type: 'Kpi',
  description: 'Every KPI with its definition.',
  key: 'id',
  fields: () => KPI_FIELDS,
  filterOf: (key) => `id eq ${quoted(key)}`,
  async *read() {
    const rows = KPIS.map(describeKpi).map((kpi) => ({
      ...{ id: kpi.id, name: kpi.name, family: kpi.family, unit: unitText(kpi.unit) },
      ...{ direction: kpi.direction, additivity: kpi.additivity, min_grain: kpi.minGrain },
      ...{ formula: kpi.formula, description: kpi.description, caveats: kpi.caveats.join(' ') },
      ...{ aliases: kpi.aliases.join(', '), synonyms: kpi.synonyms.join(', ') },
      ...{ standard: kpi.source.standard, definition: kpi.definition, version: kpi.version },
    }));
    yield { at: '0', rows };
  },
};

const SOURCE_FIELDS = fieldsOf([
  ['id', 'String', 'Names the row: source and dataset.', '!'],
  ['source', 'String', 'Id of the source, as in the other tables.', '!'],
  ['name', 'String', 'Name of the source.', '!'],
  ['dataset', 'String', 'What its rows are about.', '!'],
  ['first_day', 'Date', 'The first day with data.', '!'],
  ['last_day', 'Date', 'The newest day with data.', '!'],
  ['rows', 'Int64', 'How many rows count.', '!'],
  ['last_import', 'DateTimeOffset', 'When data last arrived.'],
  ['stale', 'Boolean', 'Whether it is behind what is expected.', '!'],
  ['stale_reason', 'String', 'Why, in words.'],
]);

/** Where numbers come from and how fresh that is. */
export const SOURCE_LIST: EntitySet = {
  name: 'Sources',
  type: 'Source',
  description: 'Where numbers come from, how far that reaches and what is behind.',
  key: 'id',
  fields: () => SOURCE_FIELDS,
  filterOf: (key) => `id eq ${quoted(key)}`,
  async *read({ ctx }) {
    const rows = (await sourcesWithData(ctx)).map((one) => ({
      ...{ id: `${one.id}/${one.dataset}`, source: one.id, name: one.name, dataset: one.dataset },
      ...{ first_day: one.from, last_day: one.to, rows: one.rows, stale: one.stale },
      stale_reason: one.staleReason,
      last_import: one.lastImport === null ? null : Date.parse(one.lastImport),
    }));
    yield { at: '0', rows };
  },
};
