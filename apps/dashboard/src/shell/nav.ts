import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column';
import Database from '@lucide/svelte/icons/database';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import Settings from '@lucide/svelte/icons/settings';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Upload from '@lucide/svelte/icons/upload';
import type { Permission } from '@openmops/domain/workspace';

/** The rooms of a workspace, in the order of the navigation. `key` follows g: `g b` opens the board. */
export const NAV = [
  { id: 'board', label: 'Board', path: '', icon: LayoutDashboard, needs: 'kpis.read' },
  { id: 'kpis', label: 'KPIs', path: '/kpis', icon: ChartNoAxesColumn, needs: 'kpis.read' },
  { id: 'sources', label: 'Sources', path: '/sources', icon: Database, needs: 'sources.read' },
  { id: 'quality', label: 'Quality', path: '/quality', icon: ShieldCheck, needs: 'quality.read' },
  { id: 'import', label: 'Import', path: '/import', icon: Upload, needs: 'imports.write' },
  { id: 'settings', label: 'Settings', path: '/settings', icon: Settings, needs: 'workspace.read' },
] as const satisfies {
  id: string;
  label: string;
  path: string;
  icon: unknown;
  needs: Permission;
}[];

/** Pages that belong to a room without standing in its address. */
const WITHIN: Record<string, string> = {
  streams: 'sources',
  connections: 'sources',
  webhooks: 'sources',
  catalogue: 'sources',
};

/** Which room an address is in. */
export function roomOf(pathname: string): string {
  const first = pathname.split('/')[3] ?? '';
  return WITHIN[first] ?? NAV.find((item) => item.path === `/${first}`)?.id ?? 'board';
}
