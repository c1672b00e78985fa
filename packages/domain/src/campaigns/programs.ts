/** What a program of demand generation may be for. */
export const PROGRAM_AIMS = {
  awareness: {
    name: 'Awareness',
    stage: 'visitor',
    kpis: ['brand.share_of_search', 'acq.new_users', 'paid.reach'],
  },
  new_market: {
    name: 'New market',
    stage: 'lead',
    kpis: ['acq.leads', 'acq.cost_per_lead', 'funnel.mqls'],
  },
  feature_launch: {
    name: 'Launch of a feature',
    stage: 'mql',
    kpis: ['web.key_events', 'funnel.mqls', 'pipe.created'],
  },
  buzz: {
    name: 'Buzz',
    stage: 'visitor',
    kpis: ['social.share_of_voice', 'social.engagement_rate_impr', 'acq.sessions'],
  },
  re_engage: {
    name: 'Existing customers again',
    stage: 'customer',
    kpis: ['email.human_click_rate', 'saas.nrr', 'funnel.deals_won'],
  },
} as const satisfies Record<string, { name: string; stage: string; kpis: readonly string[] }>;
export type ProgramAim = keyof typeof PROGRAM_AIMS;
