export { type Day, dayOf, formatDay, parseDay } from './day.ts';
export { type ErrorCode, MopsError } from './error.ts';
export type { Issue } from './issue.ts';
