export { isCurrency } from '../money/currencies.ts';
export { shapeOf } from './batch-shape.ts';
export type { ByteRow } from './byte-reader.ts';
export {
  type ByteMapper,
  createMapper,
  type FactSink,
  type Mapper,
  type MapperResult,
} from './create-mapper.ts';
export { deliveredMeasures } from './delivered-measures.ts';
export {
  type DetectedEncoding,
  detectEncoding,
  type Encoding,
  encodingName,
  type TableEncoding,
} from './detect-encoding.ts';
export { type DetectInput, detectSource } from './detect-source.ts';
export { type DetectedTable, detectTable, type TableSection } from './detect-table.ts';
export { FactColumns } from './fact-columns.ts';
export { headerFingerprint } from './fingerprint.ts';
export type { Preset, TableHead } from './preset.ts';
export { PRESETS } from './presets.ts';
export { amountReader, dayReader } from './read-cells.ts';
export type {
  BatchShape,
  ColumnPlan,
  ColumnTarget,
  Detection,
  FactRow,
  ImportOptions,
  ImportReport,
  MappingInput,
  RawRow,
  Reconciled,
  SourceId,
} from './schema.ts';
