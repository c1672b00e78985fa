import type { Filter, Grain } from '@openmops/domain/kpi';
import { navigate, route } from '../routes.ts';
import { announce } from './announce.svelte.ts';
import { calendarOf, defaultGrain, type Extent, resolveRange } from './ranges.ts';
import {
  formatView,
  negated,
  parseView,
  type ViewState,
  withFilter,
  withoutValue,
} from './view-url.ts';
import type { CurrentWorkspace } from './workspace.svelte.ts';

/** What the person looks at: read from the address, changed only through the address, so Back undoes. */
export class View {
  readonly #workspace: () => CurrentWorkspace;
  readonly #extent: () => Extent;
  /** Fixed while the screen is open, so that a range does not change under the reader at midnight. */
  readonly #now = Date.now();

  constructor(workspace: () => CurrentWorkspace, extent: () => Extent) {
    this.#workspace = workspace;
    this.#extent = extent;
  }

  chosen = $derived.by<ViewState>(() => {
    // The router's own reading turns "2026" into a number and forgets repeated names.
    void route.search;
    return parseView(location.search);
  });
  range = $derived.by(() =>
    resolveRange(this.chosen.range, calendarOf(this.#workspace().info), this.#extent(), this.#now),
  );
  compare = $derived.by(() =>
    this.chosen.compare === 'off' ? null : (this.chosen.compare ?? 'previous'),
  );
  grain = $derived.by<Grain>(() => this.chosen.grain ?? defaultGrain(this.range));

  get filters(): Filter[] {
    return this.chosen.filters;
  }

  /** What every question of the screen has in common. */
  question = $derived.by(() => ({
    from: this.range.from,
    to: this.range.to,
    filters: this.filters,
    compare: this.compare,
  }));

  /** The address of this view, of another screen with the same range and filters, or with changes. */
  search(change: Partial<ViewState> = {}): string {
    return formatView({ ...this.chosen, ...change });
  }

  choose(change: Partial<ViewState>, said: string): void {
    void navigate(route.pathname as '/', { search: this.search(change), scrollToTop: false });
    announce(said);
  }

  toggleCompare(): void {
    const on = this.compare !== null;
    this.choose({ compare: on ? 'off' : null }, on ? 'Comparison off.' : 'Comparison on.');
  }

  /** A click on a bar: filters for its value; a click on what is filtered for takes it away. */
  toggle(dim: string, value: string | null): void {
    const already = this.filters.some(
      (filter) => filter.dim === dim && filter.op !== 'contains' && filter.values.includes(value),
    );
    if (already) this.remove(dim, value);
    else this.add(dim, 'eq', value);
  }

  add(dim: string, op: 'eq' | 'neq' | 'contains', value: string | null): void {
    this.choose({ filters: withFilter(this.filters, dim, op, value) }, 'Filter added.');
  }

  remove(dim: string, value: string | null): void {
    this.choose({ filters: withoutValue(this.filters, dim, value) }, 'Filter removed.');
  }

  drop(filter: Filter): void {
    this.choose({ filters: this.filters.filter((each) => each !== filter) }, 'Filter removed.');
  }

  negate(filter: Filter): void {
    const filters = this.filters.map((each) => (each === filter ? negated(each) : each));
    this.choose({ filters }, 'Filter reversed.');
  }

  clear(): void {
    this.choose({ filters: [] }, 'All filters removed.');
  }

  selected(dim: string): (string | null)[] {
    return this.filters
      .filter((filter) => filter.dim === dim && (filter.op === 'eq' || filter.op === 'in'))
      .flatMap((filter) => filter.values);
  }
}
