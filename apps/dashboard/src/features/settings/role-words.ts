import type { Role } from '@openmops/domain/workspace';

export const ROLE_WORDS: Record<Role, { name: string; text: string }> = {
  owner: { name: 'Owner', text: 'Everything, and the workspace itself: currency, calendar, name.' },
  admin: { name: 'Admin', text: 'Also approves budgets; members, API keys and the audit.' },
  editor: { name: 'Editor', text: 'Also plans, campaigns, content, links, imports and embeds.' },
  finance: { name: 'Finance', text: 'Budgets, invoices, approvals and the audit; no contacts.' },
  reviewer: { name: 'Reviewer', text: 'Approves content and answers its checklists.' },
  viewer: { name: 'Viewer', text: 'Sees boards, KPIs, plans and sources.' },
};
