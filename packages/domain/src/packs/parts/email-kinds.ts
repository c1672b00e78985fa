import type { PackMapping } from '../pack.ts';

/** Fields of e-mail events that packs of automation systems share; identifiers and times are prepared. */
export function emailEvent(fields: PackMapping['fields']): PackMapping {
  return {
    table: 'email_event',
    when: [{ path: 'derived.row', is: ['email_event'] }],
    fields: { kind: 'derived.kind', counted: { fixed: true }, ...fields },
  };
}
