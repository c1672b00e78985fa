import { createQuery, keepPreviousData } from '@tanstack/svelte-query';
import type { KpiInfo } from '../../api-types.ts';
import { extentOf } from '../../state/ranges.ts';
import { View } from '../../state/view.svelte.ts';
import { useWorkspace } from '../../state/workspace.svelte.ts';
import { defaultDimension, defaultTiles } from './default-tiles.ts';

/** What the board asks: sources and KPIs once, then totals, their course and one breakdown per view. */
export class BoardModel {
  readonly workspace = useWorkspace();

  sources = createQuery(() => ({
    queryKey: [this.workspace.slug, 'sources'],
    queryFn: () => this.workspace.api.sources.list.query(),
  }));
  kpis = createQuery(() => ({
    queryKey: [this.workspace.slug, 'kpis'],
    queryFn: () => this.workspace.api.kpi.list.query(),
    staleTime: 600_000,
  }));

  view = new View(
    () => this.workspace,
    () => extentOf(this.sources.data ?? []),
  );

  ready = $derived.by(() => this.sources.data !== undefined && this.kpis.data !== undefined);
  empty = $derived.by(() => (this.sources.data ?? []).every((source) => source.rows === 0));
  tiles = $derived.by(() => defaultTiles(this.kpis.data ?? [], this.sources.data ?? []));

  kpi = $derived.by<KpiInfo | undefined>(() => {
    const chosen = this.view.chosen.kpi;
    return this.info(chosen ?? '') ?? this.info(this.tiles[0] ?? '');
  });
  by = $derived.by(() => this.view.chosen.by ?? defaultDimension(this.kpi));
  /** The tiles, and the chosen KPI when it is none of them: one question for all. */
  asked = $derived.by(() => {
    const id = this.kpi?.id;
    return id && !this.tiles.includes(id) ? [...this.tiles, id] : this.tiles;
  });

  totals = createQuery(() => {
    const question = { ...this.view.question, kpis: this.asked };
    return {
      queryKey: [this.workspace.slug, 'read', question],
      queryFn: ({ signal }) => this.workspace.api.kpi.read.query(question, { signal }),
      enabled: this.ready && this.asked.length > 0,
      placeholderData: keepPreviousData,
    };
  });
  course = createQuery(() => {
    const question = {
      ...this.view.question,
      kpis: this.asked,
      grain: this.view.grain,
      spine: true,
    };
    return {
      queryKey: [this.workspace.slug, 'read', question],
      queryFn: ({ signal }) => this.workspace.api.kpi.read.query(question, { signal }),
      enabled: this.ready && this.asked.length > 0,
      placeholderData: keepPreviousData,
    };
  });
  breakdown = createQuery(() => {
    const question = {
      ...this.view.question,
      kpis: this.kpi ? [this.kpi.id] : [],
      by: [this.by],
      limit: 500,
    };
    return {
      queryKey: [this.workspace.slug, 'read', question],
      queryFn: ({ signal }) => this.workspace.api.kpi.read.query(question, { signal }),
      enabled: this.ready && this.kpi !== undefined,
      placeholderData: keepPreviousData,
    };
  });

  /** A KPI by its id or one of its short names. */
  info(id: string): KpiInfo | undefined {
    return this.kpis.data?.find((kpi) => kpi.id === id || kpi.aliases.includes(id));
  }
}
