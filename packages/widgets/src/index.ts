import { MopsBreakdown } from './breakdown/element.ts';
import { MopsBudget } from './budget/element.ts';
import { MopsGoal } from './goal/element.ts';
import { MopsKpi } from './kpi/element.ts';
import { MopsProvider } from './provider/provider.ts';
import { register } from './shared/element.svelte.ts';
import { MopsTable } from './table/element.ts';
import { MopsTrend } from './trend/element.ts';

export { MopsBreakdown, MopsBudget, MopsGoal, MopsKpi, MopsProvider, MopsTable, MopsTrend };

/** Registers all elements under their own names; importing this module alone registers nothing. */
export function define(): void {
  register('mops-provider', MopsProvider);
  register('mops-kpi', MopsKpi);
  register('mops-trend', MopsTrend);
  register('mops-breakdown', MopsBreakdown);
  register('mops-goal', MopsGoal);
  register('mops-budget', MopsBudget);
  register('mops-table', MopsTable);
}
