import type { KpiAnswer } from '@openmops/domain/kpi';
import type { KpiDefinition, Pick, Status } from './answer.ts';
import type { Style } from './value.ts';

/** What every visual takes. */
export type VisualProps = {
  /** What to show. Null while loading. */
  answer: KpiAnswer | null;
  /** Id or alias of the KPI; an answer of one KPI needs none. */
  kpi?: string | undefined;
  /** By default `ready` with an answer and `loading` without; `loading` with one keeps showing it. */
  status?: Status | undefined;
  /** The last request failed: these numbers are older than they could be. */
  offline?: boolean | undefined;
  /** Replaces the neutral words of an error or empty state. */
  message?: string | null | undefined;
  /** Fills the popover that explains the number. */
  definition?: KpiDefinition | null | undefined;
  /** The popover was opened: the moment to load the definition. */
  ondefine?: (() => void) | undefined;
  /** Replaces the heading. */
  label?: string | undefined;
  /** BCP 47 tag; the browser's by default. */
  locale?: string | undefined;
  currencyDisplay?: Style['currencyDisplay'];
  onretry?: (() => void) | undefined;
  /** Makes the value, the points or the rows clickable. */
  onpick?: ((pick: Pick) => void) | undefined;
};
