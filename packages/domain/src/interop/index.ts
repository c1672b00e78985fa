export { definitionOf, measureDefinitionOf } from './definitions/definition-of.ts';
export { DefinitionFile, definitionsJsonSchema } from './definitions/file/schema.ts';
export { formulaSource } from './definitions/formula-source.ts';
export { type ReadDefinitions, readDefinitions } from './definitions/read-definitions.ts';
export { MeasureDefinition } from './definitions/schema.ts';
export {
  type Definitions,
  definitionFile,
  writeDefinitions,
} from './definitions/write-definitions.ts';
