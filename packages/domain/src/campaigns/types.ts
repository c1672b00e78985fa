/** The kinds of campaigns. */
export const CAMPAIGN_TYPES = [
  'paid',
  'email',
  'webinar',
  'event',
  'content',
  'launch',
  'abm',
  'pr',
  'partner',
  'direct_mail',
  'other',
] as const;
export type CampaignType = (typeof CAMPAIGN_TYPES)[number];

/**
 * How a field of a brief is filled: a text, a list of texts, a number from 0, an ISO date, an https address, or
 * targets (`{ kpi, value }`).
 */
export type FieldKind = 'text' | 'list' | 'number' | 'day' | 'url' | 'targets';

export type BriefField = {
  id: string;
  label: string;
  kind: FieldKind;
  /** Without it the brief is not complete. */
  required: boolean;
  hint: string | null;
};

export type CampaignTypeInfo = {
  name: string;
  /** Where its people are reached, unless its tactics say otherwise. */
  channel: string;
  /** KPIs that usually say how it went. */
  kpis: readonly string[];
  /** What must be there before it goes on, beside dates, owner, brief and goal. */
  needs: { budget: boolean; links: boolean; content: boolean; audience: boolean };
};

const ALL = { budget: true, links: true, content: true, audience: true };

/** What is particular to each kind. */
export const TYPE_INFO: Readonly<Record<CampaignType, CampaignTypeInfo>> = {
  paid: {
    name: 'Paid media',
    channel: 'paid_social',
    kpis: ['paid.cost', 'paid.conversions', 'paid.roas'],
    needs: { ...ALL, audience: false },
  },
  email: {
    name: 'E-mail',
    channel: 'email',
    kpis: ['email.delivered', 'email.human_click_rate', 'email.revenue'],
    needs: { ...ALL, budget: false },
  },
  webinar: {
    name: 'Webinar',
    channel: 'webinar',
    kpis: ['acq.leads', 'event.attendance_rate', 'pipe.created'],
    needs: ALL,
  },
  event: {
    name: 'Event',
    channel: 'event',
    kpis: ['event.attendance_rate', 'event.cost_per_lead', 'event.pipeline_roi'],
    needs: { ...ALL, content: false },
  },
  content: {
    name: 'Content',
    channel: 'content',
    kpis: ['acq.sessions', 'content.download_rate', 'acq.leads'],
    needs: { ...ALL, budget: false, audience: false },
  },
  launch: {
    name: 'Launch',
    channel: 'web',
    kpis: ['web.key_events', 'acq.leads', 'pipe.created'],
    needs: ALL,
  },
  abm: {
    name: 'Account-based',
    channel: 'paid_social',
    kpis: ['funnel.opportunities', 'pipe.created', 'funnel.win_rate'],
    needs: ALL,
  },
  pr: {
    name: 'PR',
    channel: 'pr',
    kpis: ['brand.share_of_search', 'acq.direct_share'],
    needs: { budget: false, links: false, content: true, audience: false },
  },
  partner: {
    name: 'Partner',
    channel: 'partner',
    kpis: ['acq.leads', 'pipe.created'],
    needs: { ...ALL, content: false, audience: false },
  },
  direct_mail: {
    name: 'Direct mail',
    channel: 'direct_mail',
    kpis: ['acq.leads', 'pipe.created'],
    needs: ALL,
  },
  other: {
    name: 'Other',
    channel: 'other',
    kpis: [],
    needs: { budget: false, links: false, content: false, audience: false },
  },
};

/** Where people are reached; a tactic names one. */
export const TACTIC_CHANNELS: Readonly<Record<string, string>> = {
  paid_search: 'Paid search',
  paid_social: 'Paid social',
  display: 'Display',
  video: 'Video',
  email: 'E-mail',
  web: 'Web',
  event: 'Events',
  webinar: 'Webinar',
  partner: 'Partner',
  direct_mail: 'Direct mail',
  pr: 'PR',
  content: 'Content',
  social: 'Social',
  other: 'Other',
};
