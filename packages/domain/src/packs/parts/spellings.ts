const camel = (name: string) =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const pascal = (name: string) => camel(`_${name}`);

/**
 * The ways in which connectors spell one field of an API that has `snake_case` names: as it is and
 * in camel case.
 * @example spellings('stat_time', 'page_id') // 'stat_time|page_id|statTime|pageId'
 */
export function spellings(...names: readonly string[]): string {
  return [...new Set([...names, ...names.map(camel)])].join('|');
}

/**
 * The same for an API with `PascalCase` names, such as Microsoft’s.
 * @example pascalSpellings('account_id') // 'AccountId|account_id'
 */
export function pascalSpellings(...names: readonly string[]): string {
  return [...new Set([...names.map(pascal), ...names])].join('|');
}

/**
 * A field of a resource of Google’s query language, as the connectors spell it: nested or with a
 * dot in the name, joined by `_` or `__`, in snake or camel case.
 * @example gaql('campaign.id') // 'campaign.id|campaign_id|campaign__id'
 */
export function gaql(field: string): string {
  const parts = field.split('.');
  const [resource = '', ...rest] = parts;
  const camels = parts.map(camel);
  const flat = resource === 'metrics' || resource === 'segments' ? rest.join('.') : null;
  return [
    ...new Set([
      field,
      flat ?? [`${resource}_${rest[0]}`, ...rest.slice(1)].join('.'),
      camels.join('__'),
      camels.join('.'),
    ]),
  ].join('|');
}

/**
 * Names of a table that a warehouse loader writes: alone, behind the name of its system, and as the
 * published sample files are called.
 * @example tableNames('x', ['report']) // ['report', 'x_report', 'report_data', 'x_report_data']
 */
export function tableNames(system: string, tables: readonly string[]): string[] {
  return tables.flatMap((table) => [
    table,
    `${system}_${table}`,
    `${table}_data`,
    `${system}_${table}_data`,
  ]);
}
