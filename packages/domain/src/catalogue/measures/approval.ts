import { COUNT, DURATION, measuresIn } from '../define.ts';

/** Approvals. */
export const APPROVAL = measuresIn('approval', [
  [
    'approvals_completed',
    'completed',
    'Approvals completed',
    COUNT,
    'Approvals that were decided.',
    'count',
  ],
  [
    'approvals_first_pass',
    'first_pass',
    'Approved in the first round',
    COUNT,
    'Approvals given without changes.',
    'count',
  ],
  [
    'approval_seconds',
    'seconds',
    'Approval time, added up',
    DURATION,
    'Time from request to decision, added up.',
  ],
  ['approval_rounds', 'rounds', 'Approval rounds, added up', COUNT, 'Rounds of review, added up.'],
  [
    'approvals_overdue',
    'overdue',
    'Overdue approvals',
    COUNT,
    'Approvals that passed their due date.',
    'count',
  ],
]);
