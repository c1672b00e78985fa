export {
  type Classification,
  type ClassifyOptions,
  classifyEmailEvents,
} from './classify-email-events.ts';
export type {
  ClassifiedEvent,
  EmailEvent,
  MachineReason,
  MachineRule,
} from './email-event.ts';
export { emailEvent } from './from-model.ts';
export { isInRange, networkOf } from './network.ts';
export {
  type AgentSignature,
  IMAGE_PROXIES,
  MACHINE_AGENTS,
  MACHINE_NETWORKS,
  SIGNATURES_VERSION,
} from './signatures.ts';
export {
  type EngagementBy,
  type EngagementCounts,
  type EngagementRow,
  ONLY_FROM_EVENTS,
  sumEngagement,
} from './sum-engagement.ts';
