export type { Imported } from '../shared/assemble.ts';
export { importOsi } from './import-osi.ts';
