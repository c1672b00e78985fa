import { MopsBreakdown } from './breakdown/element.ts';
import { MopsKpi } from './kpi/element.ts';
import { MopsProvider } from './provider/provider.ts';
import { register } from './shared/element.svelte.ts';
import { MopsTrend } from './trend/element.ts';

export { MopsBreakdown, MopsKpi, MopsProvider, MopsTrend };

/** Registers all elements under their own names; importing this module alone registers nothing. */
export function define(): void {
  register('mops-provider', MopsProvider);
  register('mops-kpi', MopsKpi);
  register('mops-trend', MopsTrend);
  register('mops-breakdown', MopsBreakdown);
}
