import type { Migration } from 'kysely/migration';
import * as m0001 from './0001-identity.ts';
import * as m0010 from './0010-imports.ts';
import * as m0020 from './0020-rates.ts';
import * as m0030 from './0030-sample.ts';
import * as m0040 from './0040-instance-audit.ts';
import * as m0045 from './0045-webhooks.ts';
import * as m0046 from './0046-idempotency.ts';

/** Every migration by its name, in any order; a room appends its line. They run sorted by name. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-identity': m0001,
  '0010-imports': m0010,
  '0020-rates': m0020,
  '0030-sample': m0030,
  '0040-instance-audit': m0040,
  '0045-webhooks': m0045,
  '0046-idempotency': m0046,
};
