import type { Filter } from '@openmops/domain/kpi';
import { createQuery, keepPreviousData } from '@tanstack/svelte-query';
import { type Problem, problemOf } from '../../api.ts';
import { calendarOf, defaultGrain, extentOf, resolveRange } from '../../state/ranges.ts';
import { withFilter, withoutValue } from '../../state/view-url.ts';
import { useWorkspace } from '../../state/workspace.svelte.ts';
import { dimensionsOf } from '../board/default-tiles.ts';
import { type EmbedChoice, isOfKpis, kpisOf, originsOf, snippetOf } from './embed-snippet.ts';

/** An embed in the making: what it shows, where, for how long, and how that looks. */
export class EmbedModel {
  readonly workspace = useWorkspace();
  choice = $state<EmbedChoice>({
    element: 'mops-kpi',
    kpi: 'paid.cost',
    by: 'campaign',
    range: 'last_30_days',
    compare: 'previous',
    more: ['', ''],
    goal: '',
    budget: '',
  });
  filters = $state<Filter[]>([]);
  name = $state('');
  pages = $state('');
  days = $state(90);
  errors = $state<{ name?: string | null; pages?: string | null; shown?: string | null }>({});
  problem = $state<Problem | null>(null);
  busy = $state(false);
  snippet = $state<string | null>(null);

  kpis = createQuery(() => ({
    queryKey: [this.workspace.slug, 'kpis'],
    queryFn: () => this.workspace.api.kpi.list.query(),
    staleTime: 600_000,
  }));
  sources = createQuery(() => ({
    queryKey: [this.workspace.slug, 'sources'],
    queryFn: () => this.workspace.api.sources.list.query(),
  }));
  kpi = $derived.by(() => this.kpis.data?.find((each) => each.id === this.choice.kpi));
  dimensions = $derived.by(() => dimensionsOf(this.kpi));

  range = $derived.by(() =>
    resolveRange(
      { preset: this.choice.range },
      calendarOf(this.workspace.info),
      extentOf(this.sources.data ?? []),
      Date.now(),
    ),
  );

  #preview(extra: () => Record<string, unknown>, wanted: () => boolean) {
    return createQuery(() => {
      const question = {
        kpis: kpisOf($state.snapshot(this.choice)),
        from: this.range.from,
        to: this.range.to,
        filters: $state.snapshot(this.filters),
        compare: this.choice.compare || null,
        ...extra(),
      };
      return {
        queryKey: [this.workspace.slug, 'read', question],
        queryFn: () => this.workspace.api.kpi.read.query(question),
        enabled: this.kpi !== undefined && wanted(),
        placeholderData: keepPreviousData,
      };
    });
  }
  total = this.#preview(
    () => ({}),
    () => this.choice.element === 'mops-kpi',
  );
  course = this.#preview(
    () => ({ grain: defaultGrain(this.range), spine: true }),
    () => this.choice.element === 'mops-kpi' || this.choice.element === 'mops-trend',
  );
  breakdown = this.#preview(
    () => ({ by: [this.choice.by], limit: 50 }),
    () => this.choice.element === 'mops-breakdown' || this.choice.element === 'mops-table',
  );

  /** Goals to choose from, once they are asked for. */
  goals = createQuery(() => ({
    queryKey: [this.workspace.slug, 'goals', 'list'],
    queryFn: () => this.workspace.api.goals.list.query({}),
    enabled: this.choice.element === 'mops-goal',
  }));
  plans = createQuery(() => ({
    queryKey: [this.workspace.slug, 'budgets', 'plans'],
    queryFn: () => this.workspace.api.plans.list.query(),
    enabled: this.choice.element === 'mops-budget',
  }));
  campaigns = createQuery(() => ({
    queryKey: [this.workspace.slug, 'campaigns', 'names'],
    queryFn: () => this.workspace.api.campaigns.list.query({}),
    enabled: this.choice.element === 'mops-budget',
  }));
  lines = createQuery(() => {
    const plan = this.plans.data?.[0]?.id ?? '';
    return {
      queryKey: [this.workspace.slug, 'budgets', 'line-names', plan],
      queryFn: async () => (await this.workspace.api.plans.lines.query({ id: plan })).lines,
      enabled: this.choice.element === 'mops-budget' && plan !== '',
    };
  });
  goal = createQuery(() => ({
    queryKey: [this.workspace.slug, 'embed-goal', this.choice.goal],
    queryFn: () => this.workspace.api.embeds.goal.query({ id: this.choice.goal }),
    enabled: this.choice.element === 'mops-goal' && this.choice.goal !== '',
  }));
  budget = createQuery(() => ({
    queryKey: [this.workspace.slug, 'embed-budget', this.choice.budget],
    queryFn: () => this.workspace.api.embeds.budget.query({ id: this.choice.budget }),
    enabled: this.choice.element === 'mops-budget' && this.choice.budget !== '',
  }));

  addFilter(dim: string, value: string): void {
    this.filters = withFilter($state.snapshot(this.filters), dim, 'eq', value || null);
  }

  dropFilter(filter: Filter): void {
    let rest = $state.snapshot(this.filters);
    for (const value of filter.values) rest = withoutValue(rest, filter.dim, value);
    this.filters = rest;
  }

  async create(): Promise<boolean> {
    const { origins, wrong } = originsOf(this.pages);
    this.errors = {
      name: this.name.trim() ? null : 'Enter a name, so that you find it again.',
      pages:
        wrong.length > 0
          ? `“${wrong[0]}” is no address. It looks like https://intranet.example.com.`
          : origins.length === 0
            ? 'Name at least one address, like https://intranet.example.com.'
            : null,
    };
    const { element, goal, budget, by } = this.choice;
    const named = element === 'mops-goal' ? goal : element === 'mops-budget' ? budget : by;
    if (named === '') this.errors.shown = 'Choose what it shows.';
    if (Object.values(this.errors).some(Boolean) || this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      const { token } = await this.workspace.api.embeds.create.mutate({
        name: this.name.trim(),
        ...namedBy($state.snapshot(this.choice)),
        filters: isOfKpis(this.choice) ? $state.snapshot(this.filters) : [],
        origins,
        expiresDays: this.days,
      });
      this.snippet = snippetOf($state.snapshot(this.choice), {
        server: location.origin,
        token,
        calendar: calendarOf(this.workspace.info),
      });
      return true;
    } catch (error) {
      this.problem = problemOf(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** What the token is to name. */
function namedBy(choice: EmbedChoice) {
  const { element, goal, budget, by } = choice;
  if (element === 'mops-goal') return { goals: [goal] };
  if (element === 'mops-budget') return { budgets: [budget] };
  return element === 'mops-table'
    ? { tables: [{ kpis: kpisOf(choice), by }] }
    : { kpis: kpisOf(choice) };
}
