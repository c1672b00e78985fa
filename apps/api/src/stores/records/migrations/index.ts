import type { Migration } from 'kysely/migration';
import * as m0001 from './0001-identity.ts';
import * as m0010 from './0010-imports.ts';
import * as m0020 from './0020-rates.ts';
import * as m0030 from './0030-sample.ts';
import * as m0040 from './0040-instance-audit.ts';
import * as m0041 from './0041-streams.ts';
import * as m0042 from './0042-stream-runs.ts';
import * as m0043 from './0043-stream-chunks.ts';
import * as m0044 from './0044-stream-states.ts';
import * as m0045 from './0045-webhooks.ts';
import * as m0046 from './0046-idempotency.ts';
import * as m0050 from './0050-integrations.ts';
import * as m0051 from './0051-integration-runs.ts';
import * as m0052 from './0052-restatements.ts';
import * as m0055 from './0055-stream-mappings.ts';
import * as m0056 from './0056-stream-batches.ts';
import * as m0057 from './0057-mapping-versions.ts';
import * as m0058 from './0058-heard-streams.ts';
import * as m0059 from './0059-health.ts';
import * as m0060 from './0060-quality.ts';
import * as m0065 from './0065-people.ts';
import * as m0070 from './0070-lifecycle.ts';
import * as m0080 from './0080-links.ts';
import * as m0081 from './0081-tasks.ts';
import * as m0090 from './0090-roles.ts';
import * as m0091 from './0091-goals.ts';
import * as m0092 from './0092-activities.ts';
import * as m0095 from './0095-plans.ts';
import * as m0096 from './0096-commitments.ts';
import * as m0097 from './0097-expenses.ts';
import * as m0098 from './0098-budget-months.ts';
import * as m0100 from './0100-campaigns.ts';
import * as m0101 from './0101-requests.ts';
import * as m0102 from './0102-campaign-tasks.ts';
import * as m0103 from './0103-calendar-feeds.ts';
import * as m0105 from './0105-content.ts';
import * as m0106 from './0106-approvals.ts';
import * as m0107 from './0107-claims.ts';
import * as m0108 from './0108-checklists.ts';
import * as m0109 from './0109-publications.ts';
import * as m0110 from './0110-experiments.ts';
import * as m0111 from './0111-link-grammars.ts';
import * as m0112 from './0112-link-clicks.ts';
import * as m0115 from './0115-notifications.ts';
import * as m0116 from './0116-subscriptions.ts';
import * as m0117 from './0117-sign-in-ends.ts';
import * as m0118 from './0118-unique-values.ts';
import * as m0123 from './0123-embed-shows.ts';
import * as m0127 from './0127-waste.ts';
import * as m0128 from './0128-raci.ts';
import * as m0129 from './0129-removed-links.ts';
import * as m0130 from './0130-strategies.ts';
import * as m0131 from './0131-decisions.ts';
import * as m0132 from './0132-maturity.ts';
import * as m0133 from './0133-value.ts';
import * as m0134 from './0134-clients.ts';
import * as m0135 from './0135-incentives.ts';
import * as m0136 from './0136-buyer-questions.ts';
import * as m0137 from './0137-variants.ts';
import * as m0139 from './0139-former-secrets.ts';
import * as m0140 from './0140-claimed-deliveries.ts';
import * as m0141 from './0141-stream-compactions.ts';
import * as m0142 from './0142-approvals-alone.ts';

/** Every migration by its name, in any order; a room appends its line. They run sorted by name. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-identity': m0001,
  '0010-imports': m0010,
  '0020-rates': m0020,
  '0030-sample': m0030,
  '0040-instance-audit': m0040,
  '0041-streams': m0041,
  '0042-stream-runs': m0042,
  '0043-stream-chunks': m0043,
  '0044-stream-states': m0044,
  '0045-webhooks': m0045,
  '0046-idempotency': m0046,
  '0055-stream-mappings': m0055,
  '0056-stream-batches': m0056,
  '0057-mapping-versions': m0057,
  '0058-heard-streams': m0058,
  '0050-integrations': m0050,
  '0051-integration-runs': m0051,
  '0052-restatements': m0052,
  '0059-health': m0059,
  '0060-quality': m0060,
  '0065-people': m0065,
  '0070-lifecycle': m0070,
  '0080-links': m0080,
  '0081-tasks': m0081,
  '0090-roles': m0090,
  '0091-goals': m0091,
  '0092-activities': m0092,
  '0095-plans': m0095,
  '0096-commitments': m0096,
  '0097-expenses': m0097,
  '0098-budget-months': m0098,
  '0100-campaigns': m0100,
  '0101-requests': m0101,
  '0102-campaign-tasks': m0102,
  '0103-calendar-feeds': m0103,
  '0105-content': m0105,
  '0106-approvals': m0106,
  '0107-claims': m0107,
  '0108-checklists': m0108,
  '0109-publications': m0109,
  '0110-experiments': m0110,
  '0111-link-grammars': m0111,
  '0112-link-clicks': m0112,
  '0115-notifications': m0115,
  '0116-subscriptions': m0116,
  '0117-sign-in-ends': m0117,
  '0118-unique-values': m0118,
  '0123-embed-shows': m0123,
  '0127-waste': m0127,
  '0128-raci': m0128,
  '0129-removed-links': m0129,
  '0130-strategies': m0130,
  '0131-decisions': m0131,
  '0132-maturity': m0132,
  '0133-value': m0133,
  '0134-clients': m0134,
  '0135-incentives': m0135,
  '0136-buyer-questions': m0136,
  '0137-variants': m0137,
  '0139-former-secrets': m0139,
  '0140-claimed-deliveries': m0140,
  '0141-stream-compactions': m0141,
  '0142-approvals-alone': m0142,
};
