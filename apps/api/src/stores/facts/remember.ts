import type { DatasetId } from '@openmops/domain/kpi';
import type { Engine } from './engine.ts';

/** A month of the facts of a dataset: what publishing replaces in one step. */
export type DatasetMonth = { dataset: DatasetId; month: number };

/** What is asked anew: these months; null: all there are. */
export type Due = readonly DatasetMonth[] | null;
export type Found<T> = readonly (DatasetMonth & { value: T })[];
/** Asks the engine: among the questions of people, or beside them. */
export type Look = <T extends unknown[]>(sql: string) => Promise<T[]>;
/** What is found of the months that are due. */
export type Load<T> = (due: Due, look: Look) => Promise<Found<T>>;
/** Months of a dataset that a question is about, as numbers like 202601; both ends belong to it. */
export type Months = { dataset: DatasetId; from: number; to: number };

type Kept = {
  /** By month; null: nothing is known yet. */
  known: Map<string, unknown> | null;
  stale: Map<string, DatasetMonth>;
  /** What was said last of all months, at which version. */
  last: { version: number; values: Promise<unknown[]> } | null;
  load: Load<unknown>;
  /** Whether somebody has asked since it was last brought up to date. */
  isAsked: boolean;
};
type Own = {
  /** Grows with every change. */
  version: number;
  changing: Map<string, { at: DatasetMonth; times: number }>;
  /** How often each month has begun or ceased to change. */
  changes: Map<string, { at: DatasetMonth; count: number }>;
  /** How often everything has begun or ceased to change. */
  wholes: number;
  /** How many changes of everything are under way. */
  all: number;
  kept: Map<string, Kept>;
};

const nothingKept = (load: Kept['load']): Kept => ({
  ...{ known: null, stale: new Map(), last: null },
  ...{ load, isAsked: true },
});

const nameOf = ({ dataset, month }: DatasetMonth) => `${dataset}/${month}`;
const isIn = ({ dataset, month }: DatasetMonth, of: Months) =>
  dataset === of.dataset && of.from <= month && month <= of.to;

/**
 * What every question needs to know first (slices, how large values are) is remembered by a process that
 * owns its facts, month by month: after a change only its months are asked again, by whoever made it, and
 * while it goes on each time. Facts that others change too are never remembered.
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
      changes: new Map(),
      wholes: 0,
      all: 0,
      kept: new Map(),
    };
    workspaces.set(workspaceId, own);
    return own;
  }

  const amongQuestions: Look = (sql) => engine.ask(sql, {});
  const besideThem: Look = (sql) => engine.look(sql);

  async function ask<T>(
    own: Own,
    kept: Kept,
    { of = null, look = amongQuestions }: { of?: Months | null; look?: Look } = {},
  ): Promise<T[]> {
    const { known } = kept;
    const stale = [...kept.stale.values()];
    const due = known === null ? null : of ? stale.filter((one) => isIn(one, of)) : stale;
    const before = new Map(own.changes);
    const found = due?.length === 0 ? [] : await kept.load(due, look);
    const values = new Map((known ?? []) as Iterable<[string, T]>);
    const there = new Set(found.map(nameOf));
    for (const name of (due ?? []).map(nameOf)) if (!there.has(name)) values.delete(name);
    for (const one of found) values.set(nameOf(one), one.value as T);
    if (own.all === 0) keepFound(own, kept, { due, values, before });
    return [...values.values()];
  }

  /** Months that have changed meanwhile are not kept; nor what was found of them. */
  function keepFound<T>(
    own: Own,
    kept: Kept,
    found: { due: Due; values: Map<string, T>; before: Own['changes'] },
  ): void {
    const { due, values, before } = found;
    const isStill = (name: string) =>
      !own.changing.has(name) && own.changes.get(name)?.count === before.get(name)?.count;
    if (due === null) {
      const changed = [...own.changes].filter(([name]) => !isStill(name));
      kept.known = values;
      kept.stale = new Map(changed.map(([name, { at }]) => [name, at]));
      return;
    }
    for (const name of due.map(nameOf).filter(isStill)) {
      if (values.has(name)) kept.known?.set(name, values.get(name));
      else kept.known?.delete(name);
      kept.stale.delete(name);
    }
  }

  /** What has changed is asked for at once, so that whoever asks next does not wait for it. */
  async function bringUp(own: Own): Promise<void> {
    for (const kept of own.kept.values()) {
      if (!kept.isAsked || kept.stale.size === 0 || own.changing.size > 0 || own.all > 0) continue;
      kept.isAsked = false;
      const values = ask(own, kept, { look: besideThem });
      kept.last = { version: own.version, values };
      await values.catch(() => {
        if (kept.last?.values === values) kept.last = null;
      });
    }
  }

  return {
    /** Whether no fact of these months changes just now. */
    isSure(workspaceId: string, of: Months): boolean {
      if (engine.shared || everywhere > 0) return false;
      const own = workspaces.get(workspaceId);
      if (!own) return true;
      return own.all === 0 && ![...own.changing.values()].some(({ at }) => isIn(at, of));
    },
    /** Grows whenever facts of these months begin or cease to change. */
    version(workspaceId: string, of: Months): number {
      const own = workspaces.get(workspaceId);
      const changes = [...(own?.changes.values() ?? [])].filter(({ at }) => isIn(at, of));
      return changes.reduce((sum, { count }) => sum + count, marks + (own?.wholes ?? 0));
    },
    /**
     * What `load` finds of every month, asked for those only of which it is not known. With `of` only its
     * months are sure to be true.
     */
    keep<T>(
      workspaceId: string,
      key: string,
      load: Load<T>,
      of: Months | null = null,
    ): Promise<T[]> {
      const all = () => load(null, amongQuestions).then((found) => found.map(({ value }) => value));
      if (engine.shared || everywhere > 0) return all();
      const own = ownOf(workspaceId);
      if (own.all > 0) return all();
      const kept = own.kept.get(key) ?? nothingKept(load);
      own.kept.set(key, kept);
      kept.isAsked = true;
      if (kept.last?.version === own.version) return kept.last.values as Promise<T[]>;
      // Of all months, if none of them is known yet.
      const values = ask<T>(own, kept, { of: kept.known && of });
      if (own.changing.size > 0 || (kept.known && of)) return values;
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
          const { count } = own.changes.get(nameOf(at)) ?? { count: 0 };
          own.changes.set(nameOf(at), { at, count: count + 1 });
          for (const kept of own.kept.values()) kept.stale.set(nameOf(at), at);
        }
      };
      mark(1);
      try {
        await work();
      } finally {
        mark(-1);
      }
      await bringUp(own);
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
          one.wholes++;
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
