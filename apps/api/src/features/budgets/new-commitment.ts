import { numberKey, vendorKey } from '@openmops/domain/budgets';
import { newId } from '../../stores/records/new-id.ts';
import type { CommitmentRow } from './commitments.ts';

type Ordered = Pick<
  CommitmentRow,
  | 'workspace_id'
  | 'plan_id'
  | 'number'
  | 'vendor'
  | 'description'
  | 'day'
  | 'currency'
  | 'amount_micros'
  | 'rate'
  | 'rate_day'
  | 'base_micros'
  | 'line_id'
  | 'campaign_id'
  | 'asked_by'
  | 'asked_at'
  | 'import_id'
>;

/** An order that nobody has decided or ended yet, as its record. Its keys are of the whole texts, which are kept cut. */
export function newCommitment(ordered: Ordered): CommitmentRow {
  return {
    ...ordered,
    id: newId('co'),
    number: ordered.number.slice(0, 120),
    vendor: ordered.vendor.slice(0, 200),
    description: ordered.description.slice(0, 1000),
    number_key: numberKey(ordered.number),
    vendor_key: vendorKey(ordered.vendor),
    state: 'open',
    over_micros: 0,
    decided_by: null,
    decided_at: null,
    decision_reason: '',
    closed_by: null,
    closed_at: null,
    version: 1,
    changed_by: ordered.asked_by,
    changed_at: ordered.asked_at,
  };
}
