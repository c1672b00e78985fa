import { expect, test } from 'vitest';
import type { CatalogueTable } from '../../api-streams.ts';
import { searchCatalogue } from './search-catalogue.ts';

const field = (id: string, description: string, personal = false) => ({
  id,
  description,
  personal,
  type: 'text',
  required: false,
  kpis: [],
});
const table = (id: 'contact' | 'deal', fields: CatalogueTable['fields']): CatalogueTable => ({
  id,
  name: `${id}s`,
  grain: `one ${id}`,
  key: ['id'],
  fields,
  kpis: [{ id: `${id}.count`, name: `Count of ${id}` }],
  streams: [],
});
const tables = [
  table('contact', [field('email', 'Address of the person', true), field('country', 'Where')]),
  table('deal', [field('amount', 'What it is worth')]),
];
const found = (text: string) =>
  searchCatalogue(tables, text).map((each) => [each.table.id, each.fields.map(({ id }) => id)]);

test('words are found in tables, fields, meanings, marks and KPIs', () => {
  expect(found('')).toHaveLength(2);
  expect(found('worth')).toEqual([['deal', ['amount']]]);
  expect(found('personal')).toEqual([['contact', ['email']]]);
  expect(found('count deal')).toEqual([['deal', ['amount']]]);
  expect(found('contact')).toEqual([['contact', ['email', 'country']]]);
  expect(found('nothing like it')).toEqual([]);
});
