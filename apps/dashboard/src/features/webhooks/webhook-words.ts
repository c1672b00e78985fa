import type { WebhookProvider } from '../../api-webhooks.ts';

/** Who sends; `theirs`: the sender makes the secret and shows it. */
export const PROVIDERS: Record<WebhookProvider, { name: string; text: string; theirs?: true }> = {
  standard: {
    name: 'Standard Webhooks',
    text: 'Senders that sign by the Standard Webhooks specification.',
  },
  hubspot: {
    name: 'HubSpot',
    text: 'An app of HubSpot, signed with its client secret.',
    theirs: true,
  },
  salesforce: { name: 'Salesforce', text: 'Outbound messages; the secret stands in the address.' },
  clickfunnels: { name: 'ClickFunnels', text: 'Webhooks of ClickFunnels.', theirs: true },
  generic: { name: 'Signed in a header', text: 'Any sender that signs the body by HMAC-SHA256.' },
  address: {
    name: 'Secret in the address',
    text: 'Senders that cannot sign. Whoever knows the address can send.',
  },
};

/** Why a request was refused, in words. */
export function refusalWords(why: string): string {
  return why.replaceAll(/[-_]/g, ' ');
}
