export { readDefinition } from './read-definition.ts';
export { Expression, KpiDefinition, kpiJsonSchema } from './schema.ts';
