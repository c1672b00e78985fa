export {
  createDeriver,
  type DerivedFact,
  type DerivedFacts,
  type DerivedShape,
  type DeriveOptions,
  type Deriver,
  deriveFacts,
  type ModelNames,
} from './derive-facts.ts';
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
