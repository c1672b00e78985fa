import { verb } from '../../verb.ts';
import { takeUpload, UploadInput } from '../imports/upload-file.ts';

/** Takes a file of invoices or orders into the spool; finance may, who imports nothing else. */
export const uploadExpenses = verb({
  name: 'expenses.upload',
  permission: 'budgets.write',
  kind: 'long',
  input: UploadInput,
  run: takeUpload,
});
