export type {
  StreamActivation,
  StreamMessage,
  StreamNotice,
  StreamRecord,
  StreamSchema,
  StreamState,
} from './message.ts';
