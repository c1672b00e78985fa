import type { Workspace } from '@openmops/domain/workspace';
import type { TestInstance } from '../../testing/test-instance.ts';
import type { Scope } from '../../verb.ts';
import { type Json, send } from '../mappings/mappings.testing.ts';
import { saveMapping } from '../mappings/save-mapping.ts';

const CONTACTS = {
  key: ['id'],
  mappings: [
    {
      table: 'contact' as const,
      fields: {
        contact_id: 'id',
        email: 'email',
        first_name: 'first',
        last_name: 'last',
        title: 'title',
        phone: 'phone',
        company: 'company',
        account_id: 'account',
        anonymous_id: 'cookie',
        lead_at: 'lead',
        mql_at: 'mql',
        sal_at: 'sal',
        sql_at: 'sql',
        created_at: 'created',
        updated_at: 'updated',
      },
    },
  ],
};
const ACCOUNTS = {
  key: ['id'],
  mappings: [
    {
      table: 'account' as const,
      fields: { account_id: 'id', name: 'name', domain: 'domain', updated_at: 'updated' },
    },
  ],
};
const TOUCHES = {
  key: ['id'],
  mappings: [
    {
      table: 'touchpoint' as const,
      fields: {
        touch_id: 'id',
        at: 'at',
        kind: 'kind',
        contact_id: 'contact',
        anonymous_id: 'cookie',
        email: 'email',
        channel: 'channel',
        campaign: 'campaign',
        utm_source: 'utm_source',
        medium: 'medium',
        content: 'content',
        url: 'url',
      },
    },
  ],
};
const DEALS = {
  key: ['id'],
  mappings: [
    {
      table: 'deal' as const,
      fields: {
        deal_id: 'id',
        contact_id: 'contact',
        stage: 'stage',
        outcome: 'outcome',
        amount: 'amount',
        currency: 'currency',
        created_at: 'created',
        closed_at: 'closed',
      },
    },
  ],
};
const HISTORY = {
  key: ['id'],
  mappings: [
    {
      table: 'stage_transition' as const,
      fields: { transition_id: 'id', entity: 'entity', entity_id: 'of', to_stage: 'to', at: 'at' },
    },
  ],
};
const MAPPINGS = {
  contacts_own: CONTACTS,
  accounts_own: ACCOUNTS,
  touches_own: TOUCHES,
  deals_own: DEALS,
  history_own: HISTORY,
};

/** Sends rows of a made-up CRM, and maps its streams the first time. */
export function crm(instance: TestInstance, workspace: Workspace) {
  const mapped = new Set<string>();
  const scope: Scope = instance.scope({ kind: 'system' }, workspace);
  return async (stream: keyof typeof MAPPINGS, records: Json[], source = 'crm') => {
    await send(instance, workspace, { source, stream, key: ['id'], records });
    const known = `${source} ${stream}`;
    if (mapped.has(known)) return;
    mapped.add(known);
    const { db } = instance.records.scoped(workspace.id);
    const { id } = await db
      .selectFrom('streams')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .where('source', '=', source)
      .where('name', '=', stream)
      .executeTakeFirstOrThrow();
    const own = MAPPINGS[stream] as typeof CONTACTS;
    await saveMapping.call(scope, { stream: id, pack: null, overrides: null, own });
  };
}
