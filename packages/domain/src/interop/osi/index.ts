export { exportOsi, OSI_CANNOT_SAY, type OsiExport } from './export-osi.ts';
