import { COUNT, MONEY, measuresIn } from '../define.ts';

/** Leads on their way to a deal. */
export const LEAD_STAGE = measuresIn('lead_stage', [
  ['leads', 'leads', 'Leads', COUNT],
  ['mqls', 'mql', 'Marketing qualified leads', COUNT],
  ['sals', 'sal', 'Sales accepted leads', COUNT],
  ['sqls', 'sql', 'Sales qualified leads', COUNT],
  ['opps_created', 'opportunities', 'Opportunities created', COUNT],
  ['deals_won', 'deals_won', 'Deals won', COUNT],
  ['deals_lost', 'deals_lost', 'Deals lost', COUNT],
  ['bookings_won', 'won_amount', 'Won amount', MONEY],
  ['pipeline_created', 'pipeline_amount', 'Pipeline created', MONEY],
]);
