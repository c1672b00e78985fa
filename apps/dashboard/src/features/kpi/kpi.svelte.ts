import { createQuery, keepPreviousData } from '@tanstack/svelte-query';
import type { KpiInfo } from '../../api-types.ts';
import { route } from '../../routes.ts';
import { extentOf } from '../../state/ranges.ts';
import { View } from '../../state/view.svelte.ts';
import { useWorkspace } from '../../state/workspace.svelte.ts';
import { datasetsOf, defaultDimension } from '../board/default-tiles.ts';
import { missingSource } from './search-kpis.ts';

const PAGE = 25;

/** One KPI: its number, its course, a breakdown, and page by page the rows behind it. */
export class KpiModel {
  readonly workspace = useWorkspace();
  readonly page = PAGE;
  offset = $state(0);

  kpis = createQuery(() => ({
    queryKey: [this.workspace.slug, 'kpis'],
    queryFn: () => this.workspace.api.kpi.list.query(),
    staleTime: 600_000,
  }));
  sources = createQuery(() => ({
    queryKey: [this.workspace.slug, 'sources'],
    queryFn: () => this.workspace.api.sources.list.query(),
  }));
  view = new View(
    () => this.workspace,
    () => extentOf(this.behind.length > 0 ? this.behind : (this.sources.data ?? [])),
  );

  kpi = $derived.by<KpiInfo | undefined>(() => {
    const id = decodeURIComponent(route.params.id ?? '');
    return this.kpis.data?.find((kpi) => kpi.id === id || kpi.aliases.includes(id));
  });
  ready = $derived.by(() => this.kpis.data !== undefined && this.sources.data !== undefined);
  behind = $derived.by(() => {
    const datasets = this.kpi ? datasetsOf(this.kpi) : [];
    return (this.sources.data ?? []).filter((source) => datasets.includes(source.dataset));
  });
  by = $derived.by(() => this.view.chosen.by ?? defaultDimension(this.kpi));

  #read(extra: () => Record<string, unknown>) {
    return createQuery(() => {
      const question = { ...this.view.question, kpis: this.kpi ? [this.kpi.id] : [], ...extra() };
      return {
        queryKey: [this.workspace.slug, 'read', question],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          this.workspace.api.kpi.read.query(question, { signal }),
        enabled: this.ready && this.kpi !== undefined && !missingSource(this.kpi),
        placeholderData: keepPreviousData,
      };
    });
  }
  total = this.#read(() => ({ how: true }));
  course = this.#read(() => ({ grain: this.view.grain, spine: true }));
  breakdown = this.#read(() => ({ by: [this.by], limit: 500 }));

  rows = createQuery(() => {
    const question = {
      kpi: this.kpi?.id ?? '',
      from: this.view.range.from,
      to: this.view.range.to,
      filters: this.view.filters,
      offset: this.offset,
      limit: PAGE,
    };
    return {
      queryKey: [this.workspace.slug, 'rows', question],
      queryFn: ({ signal }) => this.workspace.api.kpi.rows.query(question, { signal }),
      enabled: this.ready && this.kpi !== undefined && !missingSource(this.kpi),
      placeholderData: keepPreviousData,
    };
  });
}
