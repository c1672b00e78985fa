export type {
  BatchShape,
  ColumnTarget,
  Detection,
  FactRow,
  ImportReport,
  MappingInput,
  RawRow,
  SourceId,
} from './schema.ts';
