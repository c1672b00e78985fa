import type { CatalogueTable } from '../../api-streams.ts';

export type FoundTable = { table: CatalogueTable; fields: CatalogueTable['fields'] };

/**
 * Tables that have every word somewhere: in their name, fields, meanings, streams or KPIs. Where the
 * words are those of some fields, these alone.
 */
export function searchCatalogue(tables: readonly CatalogueTable[], text: string): FoundTable[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (whole: string) => words.every((word) => whole.toLowerCase().includes(word));
  return tables.flatMap((table) => {
    if (words.length === 0) return [{ table, fields: table.fields }];
    const { id, name, grain, streams, kpis } = table;
    const about = [
      `${id} ${name} ${grain}`,
      ...streams.map((each) => `${each.source} ${each.sourceName ?? ''} ${each.name}`),
      ...kpis.map((kpi) => `${kpi.id} ${kpi.name}`),
    ].join(' ');
    const fields = table.fields.filter((field) =>
      has(
        `${about} ${field.id} ${field.description} ${field.personal ? 'personal' : ''} ${field.kpis.join(' ')}`,
      ),
    );
    const own = table.fields.filter((field) =>
      has(`${field.id} ${field.description} ${field.personal ? 'personal' : ''}`),
    );
    if (own.length > 0) return [{ table, fields: own }];
    return has(about) || fields.length > 0 ? [{ table, fields: table.fields }] : [];
  });
}
