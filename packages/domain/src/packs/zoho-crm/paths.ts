/**
 * A field of Zoho CRM by its API name, and as loaders write it in lower case.
 * @example z('Lead_Source') // 'Lead_Source|lead_source'
 */
export function z(...names: readonly string[]): string {
  return names.flatMap((name) => [name, name.toLowerCase()]).join('|');
}

/**
 * A part of a linked record: inside an object, or in a column of its own. A pick list is its own name.
 * @example linked('Owner', 'name') // 'Owner.name|owner.name|Owner_name|owner_name|Owner|owner'
 */
export function linked(name: string, part: 'id' | 'name'): string {
  const lower = name.toLowerCase();
  const own = [`${name}.${part}`, `${lower}.${part}`, `${name}_${part}`, `${lower}_${part}`];
  return (part === 'name' ? [...own, name, lower] : own).join('|');
}
