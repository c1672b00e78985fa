import { mutation, query, router } from '../../trpc.ts';
import { listDuplicates } from './list-duplicates.ts';
import { getPrecedence, identityStatus, listDecided, listPeople } from './list-people.ts';
import {
  mergeRecords,
  previewMerge,
  rejectDuplicate,
  savePrecedence,
  undoDecided,
} from './merge-records.ts';
import { showCompany, showPerson } from './show-person.ts';

export const identityRouter = router({
  status: query(identityStatus),
  list: query(listPeople),
  duplicates: query(listDuplicates),
  preview: query(previewMerge),
  merge: mutation(mergeRecords),
  reject: mutation(rejectDuplicate),
  undo: mutation(undoDecided),
  decisions: query(listDecided),
  person: query(showPerson),
  company: query(showCompany),
  precedence: router({ get: query(getPrecedence), set: mutation(savePrecedence) }),
});
