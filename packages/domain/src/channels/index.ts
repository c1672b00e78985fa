export { ALL_LISTS, isAiAssistant } from './all-lists.ts';
export {
  assignChannel,
  assignGa4Channel,
  type ChannelAnswer,
  type ChannelOptions,
  explainChannel,
} from './assign-channel.ts';
export {
  type FoundSource,
  GOOGLE_LIST,
  normalizeSource,
  type SourceKind,
  type SourceLists,
} from './find-source.ts';
export { GA4_2026_05 } from './ga4.ts';
export type {
  ChannelGrouping,
  ChannelRule,
  Condition,
  CustomGroup,
  Session,
} from './grouping.ts';
export { AI_BY_SOURCE, GA4_2026_04, GROUPINGS } from './groupings.ts';
export { parseCustomGroup } from './schema.ts';
