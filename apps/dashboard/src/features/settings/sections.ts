import type { Permission } from '@openmops/domain/workspace';

/** The pages of the settings, and what one must be allowed to see each. */
export const SECTIONS: { id: string; label: string; needs: Permission }[] = [
  { id: 'workspace', label: 'Workspace', needs: 'workspace.read' },
  { id: 'account', label: 'Your account', needs: 'workspace.read' },
  { id: 'members', label: 'Members', needs: 'members.read' },
  { id: 'rates', label: 'Exchange rates', needs: 'kpis.read' },
  { id: 'embeds', label: 'Embeds', needs: 'embeds.read' },
  { id: 'keys', label: 'API keys', needs: 'keys.read' },
  { id: 'audit', label: 'Audit', needs: 'audit.read' },
];
