export { type EffectWindows, effectWindows } from './effect-windows.ts';
export { type EvidenceMoved, evidenceMoved } from './evidence-moved.ts';
export { type DecisionWaits, rankDecisions, waitsFor } from './rank-decisions.ts';
export {
  DecisionChange,
  DecisionChoice,
  DecisionInput,
  DecisionOption,
  DecisionOutcome,
  EvidenceInput,
} from './schema.ts';
export {
  DECISION_STATES,
  type DecisionState,
  moveDecision,
  OUTCOMES,
  type Outcome,
} from './states.ts';
