import CalendarDays from '@lucide/svelte/icons/calendar-days';
import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column';
import Database from '@lucide/svelte/icons/database';
import FileText from '@lucide/svelte/icons/file-text';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import Filter from '@lucide/svelte/icons/funnel';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import Link2 from '@lucide/svelte/icons/link-2';
import ListTodo from '@lucide/svelte/icons/list-todo';
import Megaphone from '@lucide/svelte/icons/megaphone';
import Presentation from '@lucide/svelte/icons/presentation';
import Settings from '@lucide/svelte/icons/settings';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Target from '@lucide/svelte/icons/target';
import Upload from '@lucide/svelte/icons/upload';
import Wallet from '@lucide/svelte/icons/wallet';
import type { Permission } from '@openmops/domain/workspace';

type Room = {
  id: string;
  label: string;
  path: string;
  icon: typeof LayoutDashboard;
  needs: Permission;
  /** Stands in the bar below on a phone; the others are under More. */
  thumb?: true;
};

/** The rooms of a workspace under their headings, in the order of the navigation. */
export const GROUPS: readonly { label: string; rooms: readonly Room[] }[] = [
  {
    label: '',
    rooms: [
      {
        id: 'board',
        label: 'Board',
        path: '',
        icon: LayoutDashboard,
        needs: 'kpis.read',
        thumb: true,
      },
      {
        id: 'overview',
        label: 'Overview',
        path: '/overview',
        icon: Presentation,
        needs: 'plans.read',
      },
      {
        id: 'kpis',
        label: 'KPIs',
        path: '/kpis',
        icon: ChartNoAxesColumn,
        needs: 'kpis.read',
      },
    ],
  },
  {
    label: 'Plan',
    rooms: [
      { id: 'goals', label: 'Goals', path: '/goals', icon: Target, needs: 'plans.read' },
      {
        id: 'budget',
        label: 'Budget',
        path: '/budget',
        icon: Wallet,
        needs: 'plans.read',
        thumb: true,
      },
      {
        id: 'calendar',
        label: 'Calendar',
        path: '/calendar',
        icon: CalendarDays,
        needs: 'plans.read',
      },
    ],
  },
  {
    label: 'Work',
    rooms: [
      {
        id: 'campaigns',
        label: 'Campaigns',
        path: '/campaigns',
        icon: Megaphone,
        needs: 'plans.read',
        thumb: true,
      },
      { id: 'content', label: 'Content', path: '/content', icon: FileText, needs: 'plans.read' },
      {
        id: 'experiments',
        label: 'Experiments',
        path: '/experiments',
        icon: FlaskConical,
        needs: 'plans.read',
      },
      { id: 'links', label: 'Links', path: '/links', icon: Link2, needs: 'kpis.read' },
      {
        id: 'tasks',
        label: 'Tasks',
        path: '/tasks',
        icon: ListTodo,
        needs: 'kpis.read',
        thumb: true,
      },
    ],
  },
  {
    label: 'Data',
    rooms: [
      { id: 'lifecycle', label: 'Stages', path: '/lifecycle', icon: Filter, needs: 'kpis.read' },
      {
        id: 'sources',
        label: 'Sources',
        path: '/sources',
        icon: Database,
        needs: 'sources.read',
      },
      {
        id: 'quality',
        label: 'Quality',
        path: '/quality',
        icon: ShieldCheck,
        needs: 'quality.read',
      },
      { id: 'import', label: 'Import', path: '/import', icon: Upload, needs: 'imports.write' },
    ],
  },
  {
    label: 'Workspace',
    rooms: [
      {
        id: 'settings',
        label: 'Settings',
        path: '/settings',
        icon: Settings,
        needs: 'workspace.read',
      },
    ],
  },
];
export const NAV: readonly Room[] = GROUPS.flatMap(({ rooms }) => rooms);

/** Pages that belong to a room without standing in its address. */
const WITHIN: Record<string, string> = {
  clients: 'budget',
  requests: 'campaigns',
  ownership: 'campaigns',
  trace: 'goals',
  strategy: 'goals',
  decisions: 'goals',
  maturity: 'goals',
  streams: 'sources',
  connections: 'sources',
  webhooks: 'sources',
  subscriptions: 'sources',
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
