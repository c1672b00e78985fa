import type { FunnelEvent, FunnelExclusion, FunnelStep, Walk } from './funnel.ts';

/**
 * One entity's events through a funnel in any order: a step counts when it and all before it in the list
 * were taken inside one window that began when it may. An excluded event ends every window.
 */
export function walkAnyOrder(
  events: readonly FunnelEvent[],
  rules: {
    steps: readonly FunnelStep[];
    exclusions: readonly FunnelExclusion[];
    windowMs: number;
    mayStart: (at: number) => boolean;
  },
): Walk {
  const { steps, exclusions, windowMs, mayStart } = rules;
  const wanted = new Set(steps.map((step) => step.event));
  const walk: Walk = {
    reached: steps.map(() => null),
    took: steps.map(() => null),
    excluded: false,
  };
  for (let first = 0; first < events.length; first++) {
    const start = events[first] as FunnelEvent;
    if (!wanted.has(start.event) || !mayStart(start.at)) continue;
    const times = new Map<string, number[]>();
    for (let i = first; i < events.length; i++) {
      const { event, at } = events[i] as FunnelEvent;
      if (at - start.at > windowMs) break;
      if (exclusions.some((one) => one.event === event)) {
        walk.excluded = true;
        break;
      }
      const list = times.get(event);
      if (list) list.push(at);
      else times.set(event, [at]);
    }
    note(walk, steps, times);
    // Without a window the first start sees all that later ones do.
    if (windowMs === Number.POSITIVE_INFINITY && !walk.excluded) break;
  }
  return walk;
}

/** Earliest instant at which each prefix of the steps is complete; one event is one step. */
function note(walk: Walk, steps: readonly FunnelStep[], times: Map<string, number[]>): void {
  const used = new Map<string, number>();
  let done = Number.NEGATIVE_INFINITY;
  for (const [i, step] of steps.entries()) {
    const nth = used.get(step.event) ?? 0;
    const at = times.get(step.event)?.[nth];
    if (at === undefined) {
      if (step.optional) continue;
      return;
    }
    used.set(step.event, nth + 1);
    done = Math.max(done, at);
    const known = walk.reached[i] as number | null;
    if (known === null || done < known) walk.reached[i] = done;
  }
}
