import { mutation, query, router } from '../../trpc.ts';
import {
  addRetainer,
  changeRetainer,
  logHours,
  removeHours,
  removeRetainer,
  setTerms,
} from './change-account.ts';
import { listClients } from './list-clients.ts';
import { readAccount } from './read-account.ts';

export const clientsRouter = router({
  list: query(listClients),
  account: query(readAccount),
  setTerms: mutation(setTerms),
  addRetainer: mutation(addRetainer),
  changeRetainer: mutation(changeRetainer),
  removeRetainer: mutation(removeRetainer),
  logHours: mutation(logHours),
  removeHours: mutation(removeHours),
});
