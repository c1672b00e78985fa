export {
  type Brief,
  type BriefTarget,
  type BriefValue,
  EMPTY_BRIEF,
  fieldValue,
  missingInBrief,
} from './brief.ts';
export { briefFields } from './brief-fields.ts';
export {
  type CampaignHealth,
  type CampaignHealthInput,
  campaignHealth,
  type Light,
  type LightColour,
  type LightId,
} from './campaign-health.ts';
export { type Windows, windowsAround } from './compare-windows.ts';
export { type Gate, type GateFacts, type GateId, gatesOf, reachOf } from './gates.ts';
export { type CampaignMove, type CampaignStep, moveCampaign } from './move-campaign.ts';
export {
  findCycle,
  type MovedTasks,
  moveTask,
  type PlannedTask,
  refuseCycle,
  type TaskFlags,
  type TaskLink,
  taskFlags,
} from './plan-tasks.ts';
export { PROGRAM_AIMS, type ProgramAim } from './programs.ts';
export {
  checkRaci,
  RACI_ROLES,
  type RaciCheck,
  type RaciRole,
  type RaciSubject,
} from './raci.ts';
export {
  type Answers,
  answersAsText,
  type Carried,
  carryAnswers,
  checkAnswers,
  type FormFieldInfo,
  type FormFieldKind,
  type FormInfo,
  REQUEST_KINDS,
  REQUEST_STATES,
  type RequestKind,
  type RequestState,
  requestDue,
  shippedForms,
} from './request-forms.ts';
export {
  type CampaignResult,
  type CampaignResults,
  campaignResults,
  reviewsDue,
} from './review-campaign.ts';
export {
  ADJUSTMENT_KINDS,
  AdjustmentInput,
  Audience,
  briefSchema,
  CampaignCode,
  CampaignDay,
  CampaignKind,
  CampaignRules,
  CampaignStateName,
  CampaignTemplate,
  GATE_RULES,
  LAWFUL_BASES,
  parseBrief,
  RaciPeople,
  RequestForm,
  ReviewInput,
  Tactic,
  TemplateTask,
} from './schema.ts';
export {
  CAMPAIGN_STATES,
  type CampaignState,
  isBeforeLaunch,
  movesFrom,
  STATE_NAMES,
} from './states.ts';
export {
  type BriefField,
  CAMPAIGN_TYPES,
  type CampaignType,
  type CampaignTypeInfo,
  type FieldKind,
  TACTIC_CHANNELS,
  TYPE_INFO,
} from './types.ts';
export { type CalendarEntry, writeCalendar } from './write-calendar.ts';
