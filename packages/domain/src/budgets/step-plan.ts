import { MopsError } from '../shared/error.ts';
import type { Capacity, PlanState } from './schema.ts';

/** A consent to exactly this content. */
export type PlanApproval = { by: string; capacity: Capacity; contentHash: string };

/** Where a plan, or a revision of one, stands on its way. */
export type PlanFlow = {
  state: PlanState;
  submittedBy: string | null;
  /** Of what is planned; another content has another hash. */
  contentHash: string;
  approvals: readonly PlanApproval[];
};

export type PlanStep =
  /** `blocks`: what stands in the way, in words; see `checkPlan`. */
  | { kind: 'submit'; by: string; blocks: readonly string[] }
  | { kind: 'approve'; by: string; capacity: Capacity }
  | { kind: 'reject'; by: string }
  | { kind: 'withdraw'; by: string }
  | { kind: 'edit'; contentHash: string; reason: string }
  | { kind: 'lock'; by: string };

const CAPACITIES: readonly Capacity[] = ['cmo', 'finance'];

/**
 * The plan after a step: draft → review → approved → locked. Both the CMO and finance approve, each
 * another person than the one who submitted, and it is locked by another than that too. A rejected or withdrawn plan is a draft without
 * approvals. A plan in review or approved is not edited, so no approval survives an edit; after the
 * lock an edit is one of the forecast and needs a reason. PRECONDITION for a step that the state does
 * not allow, FORBIDDEN for a person who may not take it. `separateDuties: false`: one person may do all.
 * @example
 * const flow = { state: 'draft', submittedBy: null, contentHash: 'h', approvals: [] };
 * stepPlan(flow, { kind: 'submit', by: 'ann', blocks: [] }).state // 'review'
 */
export function stepPlan(
  flow: PlanFlow,
  step: PlanStep,
  { separateDuties = true }: { separateDuties?: boolean } = {},
): PlanFlow {
  switch (step.kind) {
    case 'submit':
      return submit(flow, step);
    case 'approve':
      return approve(flow, step, separateDuties);
    case 'reject':
    case 'withdraw':
      mustBeIn(flow, ['review', 'approved'], step.kind === 'reject' ? 'rejected' : 'taken back');
      return { ...flow, state: 'draft', submittedBy: null, approvals: [] };
    case 'edit':
      return edit(flow, step);
    case 'lock':
      mustBeIn(flow, ['approved'], 'locked');
      mustBeComplete(flow);
      if (separateDuties && step.by === flow.submittedBy)
        throw refused('Who submitted a plan cannot lock it.', 'Ask somebody else to lock it.');
      return { ...flow, state: 'locked' };
  }
}

function submit(flow: PlanFlow, step: Extract<PlanStep, { kind: 'submit' }>): PlanFlow {
  mustBeIn(flow, ['draft'], 'submitted');
  if (step.blocks.length > 0)
    throw new MopsError(
      'INVALID',
      `The plan is not ready: ${listOf(step.blocks)}.`,
      'Set these right and submit it again.',
      { status: 422, reasons: step.blocks },
    );
  return { ...flow, state: 'review', submittedBy: step.by, approvals: [] };
}

function approve(
  flow: PlanFlow,
  { by, capacity }: Extract<PlanStep, { kind: 'approve' }>,
  separateDuties: boolean,
): PlanFlow {
  mustBeIn(flow, ['review'], 'approved');
  if (separateDuties && by === flow.submittedBy)
    throw refused('Who submitted a plan cannot approve it.', 'Ask somebody else to approve.');
  if (separateDuties && flow.approvals.some((one) => one.by === by))
    throw refused('You have approved this already.', 'The other approval is another person’s.');
  const kept = flow.approvals.filter((one) => one.capacity !== capacity);
  const approvals = [...kept, { by, capacity, contentHash: flow.contentHash }];
  const whole = CAPACITIES.every((one) => approvals.some((given) => given.capacity === one));
  return { ...flow, state: whole ? 'approved' : 'review', approvals };
}

function edit(flow: PlanFlow, step: Extract<PlanStep, { kind: 'edit' }>): PlanFlow {
  if (flow.state === 'review' || flow.state === 'approved')
    throw new MopsError(
      'PRECONDITION',
      `The plan is ${flow.state === 'review' ? 'in review' : 'approved'}; it is not edited now.`,
      'Take it back to draft first. Approvals are then given again.',
    );
  if (flow.state === 'locked' && step.reason.trim() === '')
    throw new MopsError(
      'INVALID',
      'A change of the forecast needs a reason.',
      'The plan is locked: say why its forecast changes.',
      { status: 422 },
    );
  return { ...flow, contentHash: step.contentHash };
}

function mustBeIn(flow: PlanFlow, states: readonly PlanState[], done: string): void {
  if (states.includes(flow.state)) return;
  throw new MopsError(
    'PRECONDITION',
    `A plan that is ${WORDS[flow.state]} cannot be ${done}.`,
    `It can when it is ${states.map((state) => WORDS[state]).join(' or ')}.`,
  );
}

/** Approvals of another content are none. */
function mustBeComplete({ approvals, contentHash }: PlanFlow): void {
  const valid = approvals.filter((one) => one.contentHash === contentHash);
  const missing = CAPACITIES.filter((one) => !valid.some(({ capacity }) => capacity === one));
  if (missing.length === 0) return;
  throw new MopsError(
    'PRECONDITION',
    `The approval of ${missing.map((one) => (one === 'cmo' ? 'the CMO' : 'finance')).join(' and ')} is missing.`,
    'Both approve what is locked, as it is.',
  );
}

/** `a`, `a and b`, `a, b and c`. */
function listOf(words: readonly string[]): string {
  const head = words.slice(0, -1);
  return head.length === 0 ? (words[0] ?? '') : `${head.join(', ')} and ${words.at(-1)}`;
}

const WORDS: Record<PlanState, string> = {
  draft: 'a draft',
  review: 'in review',
  approved: 'approved',
  locked: 'locked',
};

const refused = (message: string, hint: string) => new MopsError('FORBIDDEN', message, hint);
