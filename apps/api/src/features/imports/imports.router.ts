import { mutation, query, router } from '../../trpc.ts';
import { importFile } from './import-file.ts';
import { listImports } from './list-imports.ts';
import { previewImport } from './preview-import.ts';
import { undoImport } from './undo-import.ts';
// The command line and the upload route call it by name.
import './upload-file.ts';

export const importsRouter = router({
  // A mapping may be longer than an address may be, so it is sent as a body.
  preview: mutation(previewImport),
  run: mutation(importFile),
  undo: mutation(undoImport),
  list: query(listImports),
});
