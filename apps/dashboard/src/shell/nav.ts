import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column';
import Database from '@lucide/svelte/icons/database';
import Filter from '@lucide/svelte/icons/funnel';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import Link2 from '@lucide/svelte/icons/link-2';
import ListTodo from '@lucide/svelte/icons/list-todo';
import Settings from '@lucide/svelte/icons/settings';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Upload from '@lucide/svelte/icons/upload';
import type { Permission } from '@openmops/domain/workspace';

/** The rooms of a workspace, in the order of the navigation. `key` follows g: `g b` opens the board. */
export const NAV = [
  { id: 'board', label: 'Board', path: '', icon: LayoutDashboard, needs: 'kpis.read' },
  { id: 'kpis', label: 'KPIs', path: '/kpis', icon: ChartNoAxesColumn, needs: 'kpis.read' },
  { id: 'sources', label: 'Sources', path: '/sources', icon: Database, needs: 'sources.read' },
  { id: 'lifecycle', label: 'Stages', path: '/lifecycle', icon: Filter, needs: 'kpis.read' },
  { id: 'quality', label: 'Quality', path: '/quality', icon: ShieldCheck, needs: 'quality.read' },
  { id: 'links', label: 'Links', path: '/links', icon: Link2, needs: 'kpis.read' },
  { id: 'tasks', label: 'Tasks', path: '/tasks', icon: ListTodo, needs: 'kpis.read' },
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
  people: 'lifecycle',
  duplicates: 'lifecycle',
  engagement: 'lifecycle',
};

/** Which room an address is in. */
export function roomOf(pathname: string): string {
  const first = pathname.split('/')[3] ?? '';
  return WITHIN[first] ?? NAV.find((item) => item.path === `/${first}`)?.id ?? 'board';
}
