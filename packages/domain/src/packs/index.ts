export type {
  FieldSource,
  JsonType,
  Pack,
  PackMapping,
  PackStream,
  ReadAs,
  StreamContract,
} from './pack.ts';
