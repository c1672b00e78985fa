import type { DatasetId } from '@openmops/domain/kpi';
import type { Engine } from './engine.ts';

/** A month of the facts of a dataset: what publishing replaces in one step. */
export type DatasetMonth = { dataset: DatasetId; month: number };

/** What is asked anew: these months; null: all there are. */
export type Due = readonly DatasetMonth[] | null;
export type Found<T> = readonly (DatasetMonth & { value: T })[];

type Kept = {
  /** By month; null: nothing is known yet. */
  known: Map<string, unknown> | null;
  stale: Map<string, DatasetMonth>;
  /** What was said last, at which version. */
  last: { version: number; values: Promise<unknown[]> } | null;
};
type Own = {
  /** Grows with every change. */
  version: number;
  changing: Map<string, { at: DatasetMonth; times: number }>;
  /** How many changes of everything are under way. */
  all: number;
  kept: Map<string, Kept>;
};

const nameOf = ({ dataset, month }: DatasetMonth) => `${dataset}/${month}`;

/**
 * What every question needs to know first (slices, how large values are) is remembered by a process that
 * owns its facts, month by month: after a change only its months are asked again, and while it goes on
 * each time. Facts that others change too are never remembered.
 */
export function rememberMonths(engine: Engine) {
  const workspaces = new Map<string, Own>();
  /** Changes of all there is: under way, and ever begun or ended. */
  let everywhere = 0;
  let marks = 0;

  function ownOf(workspaceId: string): Own {
    const own = workspaces.get(workspaceId) ?? {
      version: 0,
      changing: new Map(),
      all: 0,
      kept: new Map(),
    };
    workspaces.set(workspaceId, own);
    return own;
  }

  async function ask<T>(own: Own, kept: Kept, load: (due: Due) => Promise<Found<T>>): Promise<T[]> {
    const { version } = own;
    const { known } = kept;
    const due = known === null ? null : [...kept.stale.values()];
    const found = due?.length === 0 ? [] : await load(due);
    const values = new Map((known ?? []) as Iterable<[string, T]>);
    for (const month of due ?? []) values.delete(nameOf(month));
    for (const one of found) values.set(nameOf(one), one.value);
    if (own.version === version && own.all === 0) {
      kept.known = values;
      kept.stale = new Map([...own.changing].map(([name, { at }]) => [name, at]));
    }
    return [...values.values()];
  }

  return {
    /** Whether no fact of the dataset changes just now. */
    isSure(workspaceId: string, dataset: DatasetId): boolean {
      if (engine.shared || everywhere > 0) return false;
      const own = workspaces.get(workspaceId);
      return (
        !own ||
        (own.all === 0 && ![...own.changing.values()].some((one) => one.at.dataset === dataset))
      );
    },
    /** Grows whenever facts of the workspace begin or cease to change. */
    version: (workspaceId: string): number => marks + (workspaces.get(workspaceId)?.version ?? 0),
    /** What `load` finds of every month, asked for those only of which it is not known. */
    keep<T>(workspaceId: string, key: string, load: (due: Due) => Promise<Found<T>>): Promise<T[]> {
      const all = () => load(null).then((found) => found.map(({ value }) => value));
      if (engine.shared || everywhere > 0) return all();
      const own = ownOf(workspaceId);
      if (own.all > 0) return all();
      const kept = own.kept.get(key) ?? { known: null, stale: new Map(), last: null };
      own.kept.set(key, kept);
      if (kept.last?.version === own.version) return kept.last.values as Promise<T[]>;
      const values = ask(own, kept, load);
      if (own.changing.size > 0) return values;
      kept.last = { version: own.version, values };
      values.catch(() => {
        if (kept.last?.values === values) kept.last = null;
      });
      return values;
    },
    /** Months that change. */
    async during(
      workspaceId: string,
      months: readonly DatasetMonth[],
      work: () => Promise<void>,
    ): Promise<void> {
      const own = ownOf(workspaceId);
      const mark = (more: 1 | -1) => {
        own.version++;
        for (const at of months) {
          const times = (own.changing.get(nameOf(at))?.times ?? 0) + more;
          if (times > 0) own.changing.set(nameOf(at), { at, times });
          else own.changing.delete(nameOf(at));
          for (const kept of own.kept.values()) kept.stale.set(nameOf(at), at);
        }
      };
      mark(1);
      try {
        await work();
      } finally {
        mark(-1);
      }
    },
    /** All of a workspace changes; null: all there is. */
    async duringAll(workspaceId: string | null, work: () => Promise<void>): Promise<void> {
      const own = workspaceId === null ? null : ownOf(workspaceId);
      const mark = (more: 1 | -1) => {
        if (own) own.all += more;
        else {
          everywhere += more;
          marks++;
        }
        for (const one of own ? [own] : workspaces.values()) {
          one.version++;
          one.kept.clear();
        }
      };
      mark(1);
      try {
        await work();
      } finally {
        mark(-1);
      }
    },
  };
}

export type Remembered = ReturnType<typeof rememberMonths>;
