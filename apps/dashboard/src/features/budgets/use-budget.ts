import { createQuery, useQueryClient } from '@tanstack/svelte-query';
import { useWorkspace } from '../../state/workspace.svelte.ts';

/** Loads everything of the budget again that a change may have moved, but the lines, which know by themselves. */
export function useReload(): (what?: 'all' | 'sums') => Promise<unknown> {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  return (what = 'all') =>
    queries.invalidateQueries({
      queryKey: [workspace.slug, 'budgets'],
      predicate: ({ queryKey }) => what === 'all' || queryKey[2] !== 'lines',
    });
}

/** Goals and campaigns by their ids, for choices and for words. */
export function useNames() {
  const workspace = useWorkspace();
  const goals = createQuery(() => ({
    queryKey: [workspace.slug, 'goals', 'list'],
    queryFn: () => workspace.api.goals.list.query({}),
    staleTime: 60_000,
  }));
  const campaigns = createQuery(() => ({
    queryKey: [workspace.slug, 'campaigns', 'names'],
    queryFn: () => workspace.api.campaigns.list.query({}),
    staleTime: 60_000,
  }));
  return {
    get goals(): ReadonlyMap<string, string> {
      const all = (goals.data?.objectives ?? []).flatMap((one) => one.goals);
      return new Map(all.map(({ id, name }) => [id, name]));
    },
    get campaigns(): ReadonlyMap<string, string> {
      return new Map((campaigns.data?.campaigns ?? []).map(({ id, name }) => [id, name]));
    },
  };
}

export type LineName = { id: string; label: string };

/** Lines that count, by name, to choose who pays. */
export function useLineNames(plan: () => string) {
  const workspace = useWorkspace();
  const query = createQuery(() => ({
    queryKey: [workspace.slug, 'budgets', 'line-names', plan()],
    queryFn: async () => {
      const { lines } = await workspace.api.plans.lines.query({ id: plan() });
      return lines.map(({ id, name, team, channel }): LineName => {
        const more = [team, channel].filter((word) => word !== '').join(', ');
        return { id, label: more ? `${name} (${more})` : name };
      });
    },
    structuralSharing: false,
    staleTime: 60_000,
  }));
  return {
    get list(): readonly LineName[] {
      return query.data ?? [];
    },
    label: (id: string | null): string =>
      id === null ? '' : (query.data?.find((one) => one.id === id)?.label ?? 'A line'),
  };
}
