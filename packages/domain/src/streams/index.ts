export { cursorOf, keyOf } from './identify.ts';
export { memberSlice, textAt } from './json-slice.ts';
export type {
  StreamActivation,
  StreamBatch,
  StreamEnd,
  StreamMessage,
  StreamNotice,
  StreamRecord,
  StreamSchema,
  StreamState,
} from './message.ts';
export { readAirbyte } from './read-airbyte.ts';
export { readAirbyteCatalog } from './read-airbyte-catalog.ts';
export { readInstant } from './read-instant.ts';
export { readSinger } from './read-singer.ts';
export {
  type StreamErrorDetail,
  type StreamErrorReason,
  streamError,
  streamErrorDetail,
} from './stream-error.ts';
