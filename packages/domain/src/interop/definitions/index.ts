export { definitionOf, measureDefinitionOf } from './definition-of.ts';
export { formulaSource } from './formula-source.ts';
export { checkDefinitions, type ReadDefinitions, readDefinitions } from './read-definitions.ts';
export { DefinitionFile, definitionsJsonSchema, MeasureDefinition } from './schema.ts';
export { type Definitions, definitionFile, writeDefinitions } from './write-definitions.ts';
