import type { Role } from '@openmops/domain/workspace';

export const ROLE_WORDS: Record<Role, { name: string; text: string }> = {
  owner: { name: 'Owner', text: 'Everything, and the workspace itself: currency, calendar, name.' },
  admin: { name: 'Admin', text: 'Also members, API keys and the audit.' },
  editor: { name: 'Editor', text: 'Also imports, exchange rates and embeds.' },
  viewer: { name: 'Viewer', text: 'Sees boards, KPIs and sources.' },
};
