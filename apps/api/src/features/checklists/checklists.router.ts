import { mutation, query, router } from '../../trpc.ts';
import { answerChecklist, readRuns, setParameters } from './answer.ts';
import { importPack, listPacks } from './packs.ts';

export const checklistsRouter = router({
  packs: query(listPacks),
  importPack: mutation(importPack),
  runs: query(readRuns),
  setParameters: mutation(setParameters),
  answer: mutation(answerChecklist),
});
