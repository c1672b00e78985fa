export { checkDefinitions } from './check-definitions.ts';
