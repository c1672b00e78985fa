export type { ImportedCatalogue } from '../shared/assemble.ts';
export { exportOsi, OSI_CANNOT_SAY, type OsiExport } from './export-osi.ts';
export { importOsi } from './import-osi.ts';
