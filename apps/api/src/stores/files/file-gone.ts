import { MopsError } from '@openmops/domain/shared';

/** The record of a file is there, its bytes are not. */
export const fileGone = () =>
  new MopsError(
    'NOT_FOUND',
    'The bytes of this file are not in the storage.',
    'Bring the storage of files back from its backup.',
  );
