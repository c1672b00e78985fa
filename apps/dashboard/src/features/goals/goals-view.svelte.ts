import { navigate, route } from '../../routes.ts';
import { announce } from '../../state/announce.svelte.ts';

const NAMES = ['period', 'asOf', 'week', 'mine', 'year', 'archived'] as const;
type Name = (typeof NAMES)[number];

/** What the person looks at, read from the address and changed only through it, so that Back undoes. */
export class GoalsView {
  chosen = $derived.by<Partial<Record<Name, string>>>(() => {
    void route.search;
    const params = new URLSearchParams(location.search);
    return Object.fromEntries(
      NAMES.flatMap((name) => (params.get(name) ? [[name, params.get(name)]] : [])),
    );
  });
  when = $derived.by(() => {
    const { period, asOf } = this.chosen;
    return { ...(period ? { period } : {}), ...(asOf ? { asOf } : {}) };
  });

  /** The address with other choices; an empty one is taken away. */
  search(change: Partial<Record<Name, string>> = {}): string {
    const all = Object.entries({ ...this.chosen, ...change }).filter(([, value]) => value);
    const text = new URLSearchParams(all as [string, string][]).toString();
    return text ? `?${text}` : '';
  }

  choose(change: Partial<Record<Name, string>>, said: string): void {
    void navigate(route.pathname as '/', { search: this.search(change), scrollToTop: false });
    announce(said);
  }
}
