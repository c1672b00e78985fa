/** The states of a campaign, in the order of its life. */
export const CAMPAIGN_STATES = [
  'idea',
  'planned',
  'briefed',
  'in_build',
  'in_review',
  'approved',
  'live',
  'paused',
  'ended',
  'reviewed',
] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** What people call a state. */
export const STATE_NAMES: Readonly<Record<CampaignState, string>> = {
  idea: 'Idea',
  planned: 'Planned',
  briefed: 'Briefed',
  in_build: 'In build',
  in_review: 'In review',
  approved: 'Approved',
  live: 'Live',
  paused: 'Paused',
  ended: 'Ended',
  reviewed: 'Reviewed',
};

// One step on or one step back while it is made; what is live pauses or ends; nothing that ended comes to life again.
const MOVES: Readonly<Record<CampaignState, readonly CampaignState[]>> = {
  idea: ['planned'],
  planned: ['briefed', 'idea', 'ended'],
  briefed: ['in_build', 'planned', 'ended'],
  in_build: ['in_review', 'briefed', 'ended'],
  in_review: ['approved', 'in_build', 'ended'],
  approved: ['live', 'in_build', 'ended'],
  live: ['paused', 'ended'],
  paused: ['live', 'ended'],
  ended: ['reviewed'],
  reviewed: ['ended'],
};

/**
 * The states to which a campaign may go from one, the usual step first.
 * @example movesFrom('live') // ['paused', 'ended']
 */
export function movesFrom(state: CampaignState): readonly CampaignState[] {
  return MOVES[state];
}

/**
 * Whether a state lies before the launch, so that plan and brief are still being made.
 * @example isBeforeLaunch('approved') // true
 */
export function isBeforeLaunch(state: CampaignState): boolean {
  return CAMPAIGN_STATES.indexOf(state) < CAMPAIGN_STATES.indexOf('live');
}
