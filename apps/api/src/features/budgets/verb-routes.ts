import { postRoute as plainPostRoute } from '../../doors/verb-routes.ts';

const REFUSES = {
  '409': 'Somebody else was faster, or it is there already; `detail` has what it is now.',
  '412': 'Its state does not allow it.',
  '422': 'A rule is broken; the message says which, with the number.',
  '423': 'The month is closed.',
};

/** An address that changes money by a verb. */
export const postRoute = (of: Parameters<typeof plainPostRoute>[0]) =>
  plainPostRoute({ refuses: REFUSES, ...of });
