import type { Permission } from '@openmops/domain/workspace';

/** The pages of the room, and what one must be allowed to see each. */
export const PAGES: { path: string; label: string; needs: Permission }[] = [
  { path: '/sources', label: 'Overview', needs: 'sources.read' },
  { path: '/streams', label: 'Streams', needs: 'sources.read' },
  { path: '/connections', label: 'Connections', needs: 'integrations.read' },
  { path: '/webhooks', label: 'Webhooks', needs: 'integrations.read' },
  { path: '/subscriptions', label: 'Events out', needs: 'integrations.read' },
  { path: '/catalogue', label: 'Catalogue', needs: 'sources.read' },
];
