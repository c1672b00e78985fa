export {
  BUYING_ROLES,
  type BuyingGroup,
  type BuyingRole,
  buyingGroups,
  buyingRole,
} from './buying-group.ts';
export { isDesk, isFreeMail } from './free-mail.ts';
export { accountRecord, contactRecord, touchRecord } from './from-model.ts';
export {
  type Journey,
  type JourneyStep,
  journeyOf,
  personOfTouch,
  type StageStay,
  sortTouches,
} from './journey-of.ts';
export { type IdentityLink, LINK_RULES, type LinkRule, type RefusedLink } from './link.ts';
export {
  addMerge,
  EMPTY_BOOK,
  type Merge,
  type MergeBook,
  mastersOf,
  touchesByMaster,
  undoMerge,
} from './merge-book.ts';
export { type NodeId, type NodeKind, nodeId } from './node.ts';
export {
  type MergedField,
  type MergePlan,
  type MergeRecord,
  type Precedence,
  planMerge,
} from './plan-merge.ts';
export {
  type Candidate,
  type DuplicatePair,
  type DuplicateProposal,
  type DuplicateProposals,
  type ProposeOptions,
  proposeDuplicates,
} from './propose-duplicates.ts';
export type { AccountRecord, ContactRecord, Decision, TouchRecord } from './records.ts';
export { type FitBand, type FitProfile, type FitScore, scoreFit } from './score-fit.ts';
export { type Companies, type Membership, stitchAccounts } from './stitch-accounts.ts';
export { type People, type Person, stitchPeople } from './stitch-people.ts';
