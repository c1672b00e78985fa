/** What happened to an e-mail of one recipient; rows of the table `email_event` of the model. */
export type EmailEvent = {
  eventId: string;
  kind:
    | 'sent'
    | 'delivered'
    | 'open'
    | 'click'
    | 'hard_bounce'
    | 'soft_bounce'
    | 'unsubscribe'
    | 'spam'
    | 'forward';
  /** Milliseconds since 1970 UTC. */
  at: number;
  sentAt?: number | null;
  /** The e-mail to one recipient; without it campaign and recipient tell it. */
  messageId?: string | null;
  /** Contact or address. */
  recipient?: string | null;
  account?: string | null;
  campaignId?: string | null;
  campaign?: string | null;
  list?: string | null;
  subject?: string | null;
  url?: string | null;
  /** Program that opened or clicked, as it calls itself. */
  userAgent?: string | null;
  /** Address that opened or clicked, or its range. */
  network?: string | null;
  /** Method of the request, where the source keeps it. */
  method?: string | null;
  /** The source itself holds it for a machine. */
  machine?: boolean | null;
};

/** Why an event is no human’s. */
export type MachineRule =
  | 'all_links_5s'
  | 'many_links_5s'
  | 'soon_after_delivery'
  | 'security_agent'
  | 'prefetch_agent'
  | 'robot_agent'
  | 'security_network'
  | 'head_request'
  | 'honeypot'
  | 'apple_mpp'
  | 'with_machine_clicks'
  | 'source_says'
  | 'said';

export type MachineReason = { rule: MachineRule; words: string };

/** An event as it came, and what is held of it. */
export type ClassifiedEvent = {
  event: EmailEvent;
  human: boolean;
  /** Why it is no human’s; where a person overruled the rules, also why it would not be. */
  reasons: MachineReason[];
  /** False where a proxy fetched for a human: network and program say nothing of the place. */
  placeKnown: boolean;
};

/** The e-mail to one recipient to which an event belongs. */
export function mailOf({ messageId, campaignId, recipient, eventId }: EmailEvent): string {
  if (messageId) return messageId;
  if (!campaignId && !recipient) return `event ${eventId}`;
  return `${campaignId ?? ''} ${recipient ?? ''}`;
}
