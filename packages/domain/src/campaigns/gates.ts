import { type Brief, missingInBrief } from './brief.ts';
import type { Audience, CampaignRules } from './schema.ts';
import type { CampaignState } from './states.ts';
import { type CampaignType, TYPE_INFO } from './types.ts';

/** What is asked before a campaign goes on. */
export type GateId =
  | 'dates'
  | 'owner'
  | 'brief'
  | 'goal'
  | 'budget'
  | 'content'
  | 'links'
  | 'audience'
  | 'tasks'
  | 'reason'
  | 'ended'
  | 'review';

export type Gate = {
  id: GateId;
  name: string;
  /** `open`: not met. `unknown`: what would tell is not there, so it only warns. */
  state: 'met' | 'open' | 'unknown';
  /** `block` refuses the step, `warn` lets it pass and says so. */
  rule: 'warn' | 'block';
  /** What is there, or what is missing. */
  words: string;
  /** What to do; null when it is met. */
  action: string | null;
};

/** What is known of a campaign when it wants to go on. `null`: that room has nothing to tell. */
export type GateFacts = {
  dayFrom: number | null;
  dayTo: number | null;
  owner: string | null;
  brief: Brief;
  goal: string | null;
  /** Planned or committed for it, in millionths. */
  budgetMicros: number | null;
  links: number | null;
  /** Assets of the campaign, and those of them whose newest version is approved. */
  content: { assets: number; approved: number } | null;
  audience: Audience;
  /** Tasks that are not over, and those of them that are due by the first day. */
  tasks: { open: number; openByStart: number };
  /** Why it goes this way; asked where it gives up. */
  reason: string;
  reviewed: boolean;
  today: number;
};

type Make = (facts: GateFacts, type: CampaignType) => Omit<Gate, 'id' | 'rule'>;

const gate = (name: string, met: boolean | null, words: string, action: string) => ({
  name,
  state: met === null ? ('unknown' as const) : met ? ('met' as const) : ('open' as const),
  words,
  action: met ? null : action,
});

const MAKE: Readonly<Record<GateId, Make>> = {
  dates: ({ dayFrom }) =>
    gate(
      'Dates',
      dayFrom !== null,
      dayFrom === null ? 'It has no first day.' : 'It has a first day.',
      'Say when it begins and ends.',
    ),
  owner: ({ owner }) =>
    gate(
      'Owner',
      owner !== null,
      owner === null ? 'Nobody owns it.' : 'It has an owner.',
      'Choose an owner.',
    ),
  brief: ({ brief }, type) => {
    const missing = missingInBrief(type, brief);
    return gate(
      'Brief complete',
      missing.length === 0,
      missing.length === 0
        ? 'The brief is complete.'
        : `Missing in the brief: ${missing.join(', ')}.`,
      'Fill in the brief.',
    );
  },
  goal: ({ goal }) =>
    gate(
      'Goal linked',
      goal !== null,
      goal === null ? 'It serves no goal.' : 'It serves a goal.',
      'Link a goal.',
    ),
  budget: ({ budgetMicros }) =>
    gate(
      'Budget allocated',
      budgetMicros === null ? null : budgetMicros > 0,
      budgetMicros === null
        ? 'No budget is kept here yet.'
        : budgetMicros > 0
          ? 'It has money.'
          : 'No line gives it money.',
      'Allocate money of a budget line to it.',
    ),
  content: ({ content }) =>
    gate(
      'Content approved',
      content === null ? null : content.assets > 0 && content.approved === content.assets,
      content === null
        ? 'No content is kept here yet.'
        : content.assets === 0
          ? 'It has no assets.'
          : `${content.approved} of ${content.assets} assets are approved.`,
      'Have its assets approved.',
    ),
  links: ({ links }) =>
    gate(
      'Tracking links',
      links === null ? null : links > 0,
      links === null
        ? 'Links cannot be told.'
        : links > 0
          ? `It has ${links} links.`
          : 'No tracked link carries its code.',
      'Make a tracked link for it.',
    ),
  audience: ({ audience }) => {
    const reached = reachOf(audience);
    const words =
      audience.basis === null
        ? 'No lawful basis is recorded for its audience.'
        : reached === 0
          ? 'Nobody of its audience may be reached.'
          : 'The lawful basis is recorded.';
    return gate(
      'Lawful basis',
      audience.basis !== null && reached !== 0,
      words,
      'Record the basis of its audience.',
    );
  },
  tasks: ({ tasks }) =>
    gate(
      'Tasks done',
      tasks.openByStart === 0,
      tasks.openByStart === 0
        ? 'Nothing that is due by the start is open.'
        : `${tasks.openByStart} tasks due by the start are open.`,
      'Finish its tasks, drop them, or move them.',
    ),
  reason: ({ reason }) =>
    gate(
      'Reason',
      reason.trim() !== '',
      reason.trim() === '' ? 'No reason is given.' : 'The reason is given.',
      'Say why it is given up.',
    ),
  ended: ({ dayTo, today }) =>
    gate(
      'Over',
      dayTo !== null && dayTo < today,
      dayTo !== null && dayTo < today ? 'Its last day is over.' : 'Its last day is still to come.',
      'Its last day becomes today.',
    ),
  review: ({ reviewed }) =>
    gate(
      'Review',
      reviewed,
      reviewed ? 'The review is written.' : 'Nobody has written what was learnt.',
      'Write the review.',
    ),
};

/**
 * The people of an audience that may be reached; null when its size is not known.
 * @example reachOf({ segment: '', size: 4812, removedByConsent: 311, basis: 'consent', basisNote: '' }) // 4501
 */
export function reachOf({ size, removedByConsent }: Audience): number | null {
  return size === null ? null : Math.max(0, size - removedByConsent);
}

/** Which gates stand before a step, with the rule of the workspace for each. */
function gatesBefore(
  step: { type: CampaignType; from: CampaignState; to: CampaignState },
  rules: CampaignRules,
): { id: GateId; rule: 'warn' | 'block' | 'off' }[] {
  const { needs } = TYPE_INFO[step.type];
  const before: Partial<Record<CampaignState, { id: GateId; rule: 'warn' | 'block' | 'off' }[]>> = {
    planned: [{ id: 'dates', rule: 'block' }],
    briefed: [
      { id: 'owner', rule: 'block' },
      { id: 'brief', rule: 'block' },
      { id: 'goal', rule: 'warn' },
    ],
    in_review: [{ id: 'brief', rule: 'block' }],
    approved: [
      { id: 'brief', rule: 'block' },
      { id: 'goal', rule: rules.goal },
      ...(needs.budget ? [{ id: 'budget' as const, rule: rules.budget }] : []),
      ...(needs.content ? [{ id: 'content' as const, rule: rules.content }] : []),
    ],
    live: [
      { id: 'goal', rule: rules.goal },
      ...(needs.content ? [{ id: 'content' as const, rule: rules.content }] : []),
      ...(needs.links ? [{ id: 'links' as const, rule: rules.links }] : []),
      ...(needs.audience ? [{ id: 'audience' as const, rule: 'block' as const }] : []),
      { id: 'tasks', rule: rules.tasks },
    ],
    ended:
      step.from === 'live' || step.from === 'paused'
        ? [{ id: 'ended', rule: 'warn' }]
        : step.from === 'reviewed'
          ? []
          : [{ id: 'reason', rule: 'block' }],
    reviewed: [{ id: 'review', rule: 'block' }],
  };
  // Going on after a pause asks what the launch asked; a step back asks nothing.
  return isBack(step) ? [] : (before[step.to] ?? []);
}

const BACK: ReadonlySet<string> = new Set([
  'planned idea',
  'briefed planned',
  'in_build briefed',
  'in_review in_build',
  'approved in_build',
  'reviewed ended',
]);
const isBack = ({ from, to }: { from: CampaignState; to: CampaignState }) =>
  BACK.has(`${from} ${to}`);

/**
 * Every gate before a step, met or not.
 * @param step kind of campaign, where it is and where it wants to go
 * @param facts what is known of it
 * @param rules of the workspace
 * @example gatesOf({ type: 'other', from: 'ended', to: 'reviewed' }, { reviewed: false }, {}).map((gate) => gate.words)
 * // ['Nobody has written what was learnt.']
 */
export function gatesOf(
  step: { type: CampaignType; from: CampaignState; to: CampaignState },
  facts: GateFacts,
  rules: CampaignRules,
): Gate[] {
  return gatesBefore(step, rules).flatMap(({ id, rule }) =>
    rule === 'off' ? [] : [{ id, rule, ...MAKE[id](facts, step.type) }],
  );
}
