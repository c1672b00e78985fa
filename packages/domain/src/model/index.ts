export type {
  ModelFeed,
  ModelField,
  ModelFieldType,
  ModelRow,
  ModelTable,
  ModelTableId,
  ModelValue,
} from './model-table.ts';
export { MODEL_TABLES, modelTable } from './tables.ts';
