export { newestPacks, packsFor, packWarnings, topicsOf } from './packs-for.ts';
export { readPack } from './read-pack.ts';
export {
  answerQuestion,
  type ItemState,
  type Run,
  type RunAnswer,
  type RunItem,
  type RunState,
  readRun,
  type Said,
  type Subject,
} from './run.ts';
export { type Pack, PackSchema, type Question, QuestionSchema } from './schema.ts';
export { SHIPPED_PACKS } from './shipped-packs.ts';
