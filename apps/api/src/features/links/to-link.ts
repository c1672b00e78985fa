import type { Instance } from '../../instance.ts';
import type { Grammar } from './grammar-rows.ts';
import type { LinkRow } from './links.queries.ts';
import type { Link } from './links.schema.ts';

/** What stands before the code in short addresses; null: the workspace has none. */
export const shortBase = (
  instance: Instance,
  { redirect }: Pick<Grammar, 'redirect'>,
): string | null => (redirect ? `${instance.address()}/l/` : null);

export function toLink(
  row: LinkRow,
  names: ReadonlyMap<string, string>,
  base: string | null,
): Link {
  const { id, code, url, campaign, source, medium, channel } = row;
  return {
    id,
    code,
    short: base === null ? null : `${base}${code}`,
    url,
    campaign,
    source,
    medium,
    channel,
    createdBy: names.get(row.created_by) ?? row.created_by,
    createdAt: row.created_at.toISOString(),
  };
}
