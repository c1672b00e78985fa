import { mutation, query, router } from '../../trpc.ts';
import { getMapping } from './get-mapping.ts';
import { listMappingVersions } from './list-mapping-versions.ts';
import { listQuarantine } from './list-quarantine.ts';
import { previewMapping } from './preview-mapping.ts';
import { releaseQuarantine, restoreMapping, saveMapping } from './save-mapping.ts';

export const mappingRouter = router({
  get: query(getMapping),
  // A mapping is longer than an address may be.
  preview: mutation(previewMapping),
  save: mutation(saveMapping),
  versions: query(listMappingVersions),
  restore: mutation(restoreMapping),
});

export const quarantineRouter = router({
  list: query(listQuarantine),
  release: mutation(releaseQuarantine),
});
