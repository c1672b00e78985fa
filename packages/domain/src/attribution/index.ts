export type { Attribution, ChannelCredit } from './answer.ts';
export { attribute } from './attribute.ts';
export {
  buildJourneys,
  type JourneyEvent,
  type JourneyRules,
  type Journeys,
} from './build-journeys.ts';
export { type ComparedChannel, compareModels, type ModelComparison } from './compare-models.ts';
export {
  type Conversion,
  type CreditedTouch,
  creditTouches,
  creditTouchesByEffect,
} from './credit-touches.ts';
export type { Journey } from './cut-journeys.ts';
export {
  type Anchor,
  type AnchorModel,
  anchorModel,
  type DecayModel,
  type Milestone,
  MODELS,
  type Model,
  type ModelName,
  namedModel,
  type ShapleyModel,
} from './models.ts';
export { type PathRow, type PathSet, readPaths } from './path-set.ts';
export { resolveIdentities } from './resolve-identities.ts';
export { type Claim, sumClaims } from './sum-claims.ts';
