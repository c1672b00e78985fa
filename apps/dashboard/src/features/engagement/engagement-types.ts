/** As the verbs of e-mail engagement answer. */
export type MailCampaigns = {
  from: string;
  to: string;
  campaigns: {
    source: string;
    campaignId: string | null;
    campaign: string | null;
    counts: Record<
      | 'email_opens'
      | 'email_human_opens'
      | 'email_clicks'
      | 'email_human_clicks'
      | 'email_unique_clicks'
      | 'email_unique_human_clicks'
      | 'emails_sent'
      | 'emails_delivered',
      number
    >;
    reasons: Record<string, number>;
  }[];
};
export type EventList = {
  total: number;
  events: {
    id: string;
    source: string;
    kind: string;
    at: string;
    campaign: string | null;
    campaignId: string | null;
    recipient: string | null;
    url: string | null;
    userAgent: string | null;
    network: string | null;
    human: boolean;
    rules: string[];
    why: string;
  }[];
};
