export {
  compileStream,
  type MappedRecord,
  type MappedRow,
  type StreamMapper,
} from './compile-stream.ts';
export { fieldsOfRecord, fieldsOfSchema } from './field-names.ts';
export { type FoundPack, findPack } from './find-pack.ts';
export { mappingIds } from './mapping-id.ts';
export { NO_OVERRIDES, overrideStream, type StreamOverrides } from './override-stream.ts';
export type {
  FieldSource,
  JsonType,
  Pack,
  PackMapping,
  PackStream,
  ReadAs,
  StreamContract,
} from './pack.ts';
export { PACKS } from './packs.ts';
export { parseRecord } from './parse-record.ts';
export { TABLE_RULES } from './parts/record-rules.ts';
export { compilePath } from './read-path.ts';
export { pathPlaces, repeated, uniqueValues } from './unique-values.ts';
