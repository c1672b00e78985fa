import { moneyText } from './money-text.ts';
import { numberKey, vendorKey } from './vendor-key.ts';

export type InvoiceToMatch = {
  vendor: string;
  /** Days since 1970. */
  day: number;
  currency: string;
  micros: number;
  /** In the currency of the plan. */
  baseMicros: number;
  /** Numbers of orders, as the invoice names them: none, one or several. */
  poNumber: string;
  /** Codes of campaigns, likewise. */
  campaignCode: string;
  costCentre: string;
  glAccount: string;
  description: string;
};

/** What an invoice may belong to. */
export type MatchBook = {
  currency: string;
  commitments: readonly {
    id: string;
    number: string;
    vendor: string;
    currency: string;
    /** In its own currency, less what is invoiced. */
    remainingMicros: number;
    lineId: string | null;
    campaignId: string | null;
  }[];
  campaigns: readonly { id: string; code: string; name: string; shares: readonly LineShare[] }[];
  lines: readonly {
    id: string;
    name: string;
    costCentre: string;
    channel: string;
    vendor: string;
  }[];
  glChannels: Readonly<Record<string, string>>;
};

/** A line that pays for a campaign, and with how much of it. */
export type LineShare = { lineId: string; micros: number };

export type MatchPart = {
  lineId: string | null;
  campaignId: string | null;
  commitmentId: string | null;
  /** Of the invoice. */
  percent: number;
};

export type MatchProposal = {
  /** `certain` is taken by itself; the others wait for a person. */
  confidence: 'certain' | 'likely' | 'possible';
  rule: 'po_number' | 'campaign_code' | 'vendor_and_amount' | 'naming' | 'cost_centre' | 'vendor';
  reason: string;
  parts: MatchPart[];
};

/** An order is billed within this share above it without a question. */
const TOLERANCE = 0.02;
const MOST_PROPOSALS = 5;

/**
 * What an invoice belongs to, the surest first: by the number of its order, by the code of a campaign,
 * by vendor and amount of an open order, by a code in its text, by cost centre and account, by vendor.
 * Several orders or campaigns, and a campaign that several lines pay for, make a split that a person
 * confirms. `certain`: the reference is exact, the vendor is that of the order and the amount fits.
 * @example
 * const invoice = { vendor: 'Acme Inc', day: 20_600, currency: 'USD', micros: 100e6, baseMicros: 100e6, poNumber: 'PO-7', campaignCode: '', costCentre: '', glAccount: '', description: '' };
 * const order = { id: 'co_1', number: 'PO-007', vendor: 'ACME', currency: 'USD', remainingMicros: 500e6, lineId: 'bl_1', campaignId: null };
 * const book = { currency: 'USD', commitments: [order], campaigns: [], lines: [], glChannels: {} };
 * matchInvoice(invoice, book)[0].confidence // 'certain'
 */
export function matchInvoice(invoice: InvoiceToMatch, book: MatchBook): MatchProposal[] {
  const found = [
    ...byOrder(invoice, book),
    ...byCampaign(invoice, book),
    ...byVendorAndAmount(invoice, book),
    ...byText(invoice, book),
    ...byCostCentre(invoice, book),
    ...byVendor(invoice, book),
  ];
  const seen = new Set<string>();
  return found
    .filter(({ parts }) => {
      const key = JSON.stringify(parts);
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => RANK[a.confidence] - RANK[b.confidence])
    .slice(0, MOST_PROPOSALS);
}

const RANK = { certain: 0, likely: 1, possible: 2 };

/**
 * Whether the surest proposal may be taken without a person: it is certain, of one part, and no other
 * certain one says something else.
 * @example takesItself([]) // false
 */
export function takesItself(proposals: readonly MatchProposal[]): boolean {
  const certain = proposals.filter(({ confidence }) => confidence === 'certain');
  return certain.length === 1 && certain[0]?.parts.length === 1;
}

function byOrder(invoice: InvoiceToMatch, book: MatchBook): MatchProposal[] {
  const wanted = namesIn(invoice.poNumber);
  const orders = wanted.flatMap((number) => {
    const key = numberKey(number);
    return book.commitments.filter((one) => numberKey(one.number) === key).slice(0, 1);
  });
  if (orders.length === 0) return [];
  const [order] = orders;
  if (orders.length > 1 || !order) {
    const numbers = orders.map(({ number }) => number).join(' and ');
    const remaining = orders.map((one) => Math.max(0, one.remainingMicros));
    const parts = orders.map((one, at) => ({
      ...partOf(one),
      percent: percentOf(remaining, at),
    }));
    const reason = `It names the orders ${numbers}; split by what is left of them.`;
    return [{ confidence: 'likely', rule: 'po_number', reason, parts }];
  }
  const doubts: string[] = [];
  if (vendorKey(order.vendor) !== vendorKey(invoice.vendor))
    doubts.push(`the order is with ${order.vendor}`);
  if (order.currency !== invoice.currency) doubts.push(`the order is in ${order.currency}`);
  else if (invoice.micros > order.remainingMicros * (1 + TOLERANCE)) {
    const above = moneyText(invoice.micros - order.remainingMicros, invoice.currency);
    doubts.push(`it is ${above} above what is left of the order`);
  }
  return [
    {
      confidence: doubts.length === 0 ? 'certain' : 'likely',
      rule: 'po_number',
      reason: [`Order ${order.number}`, ...doubts].join('; '),
      parts: [{ ...partOf(order), percent: 100 }],
    },
  ];
}

function byCampaign(invoice: InvoiceToMatch, book: MatchBook): MatchProposal[] {
  const wanted = namesIn(invoice.campaignCode).map((code) => code.toLowerCase());
  const campaigns = book.campaigns.filter(({ code }) => wanted.includes(code.toLowerCase()));
  const named = { rule: 'campaign_code', confidence: 'certain' } as const;
  return proposalOf(campaigns, { ...named, reason: (codes) => `Campaign ${codes}` });
}

function byText(invoice: InvoiceToMatch, book: MatchBook): MatchProposal[] {
  const text = ` ${invoice.description.toLowerCase()} `;
  const campaigns = book.campaigns.filter(
    ({ code }) => code.length >= 4 && standsIn(text, code.toLowerCase()),
  );
  const named = { rule: 'naming', confidence: 'likely' } as const;
  return proposalOf(campaigns, { ...named, reason: (codes) => `Its text names ${codes}` });
}

type Named = Pick<MatchProposal, 'rule' | 'confidence'> & { reason: (codes: string) => string };

/** One campaign with one line is a match; everything else is a split to be looked at. */
function proposalOf(campaigns: MatchBook['campaigns'], named: Named): MatchProposal[] {
  if (campaigns.length === 0) return [];
  const shares = campaigns.flatMap((campaign) => {
    const lines = campaign.shares.length > 0 ? campaign.shares : [{ lineId: null, micros: 0 }];
    const all = lines.reduce((sum, one) => sum + one.micros, 0);
    // Each campaign weighs alike, and its lines by what they pay.
    return lines.map((one) => ({
      campaignId: campaign.id,
      lineId: one.lineId,
      weight: all > 0 ? one.micros / all : 1 / lines.length,
    }));
  });
  const weights = shares.map(({ weight }) => weight);
  const parts = shares.map(({ campaignId, lineId }, at) => ({
    lineId,
    campaignId,
    commitmentId: null,
    percent: percentOf(weights, at),
  }));
  const reason = named.reason(campaigns.map(({ code }) => code).join(' and '));
  if (parts.length === 1) return [{ ...named, reason, parts }];
  const why = campaigns.length > 1 ? 'in equal parts' : 'as its lines pay for it';
  return [{ ...named, confidence: 'likely', reason: `${reason}; split ${why}.`, parts }];
}

function byVendorAndAmount(invoice: InvoiceToMatch, book: MatchBook): MatchProposal[] {
  const vendor = vendorKey(invoice.vendor);
  const orders = book.commitments.filter(
    (one) =>
      vendorKey(one.vendor) === vendor &&
      one.currency === invoice.currency &&
      one.remainingMicros === invoice.micros,
  );
  return orders.map((order) => ({
    confidence: orders.length === 1 && invoice.poNumber === '' ? 'certain' : 'possible',
    rule: 'vendor_and_amount',
    reason: `${order.vendor} and the amount of order ${order.number}`,
    parts: [{ ...partOf(order), percent: 100 }],
  }));
}

function byCostCentre(invoice: InvoiceToMatch, book: MatchBook): MatchProposal[] {
  if (invoice.costCentre === '') return [];
  const channel = book.glChannels[invoice.glAccount] ?? null;
  const lines = book.lines.filter(
    (line) =>
      line.costCentre.toLowerCase() === invoice.costCentre.toLowerCase() &&
      (channel === null || line.channel.toLowerCase() === channel.toLowerCase()),
  );
  const where = channel === null ? '' : ` and account ${invoice.glAccount} (${channel})`;
  return lines.slice(0, MOST_PROPOSALS).map((line) => ({
    confidence: lines.length === 1 && channel !== null ? 'likely' : 'possible',
    rule: 'cost_centre',
    reason: `Cost centre ${invoice.costCentre}${where}`,
    parts: [{ lineId: line.id, campaignId: null, commitmentId: null, percent: 100 }],
  }));
}

function byVendor(invoice: InvoiceToMatch, book: MatchBook): MatchProposal[] {
  const vendor = vendorKey(invoice.vendor);
  const lines = book.lines.filter(
    (line) => line.vendor !== '' && vendorKey(line.vendor) === vendor,
  );
  return lines.slice(0, MOST_PROPOSALS).map((line) => ({
    confidence: lines.length === 1 ? 'likely' : 'possible',
    rule: 'vendor',
    reason: `${invoice.vendor} is the vendor of ${line.name}`,
    parts: [{ lineId: line.id, campaignId: null, commitmentId: null, percent: 100 }],
  }));
}

const partOf = (order: MatchBook['commitments'][number]) => ({
  lineId: order.lineId,
  campaignId: order.campaignId,
  commitmentId: order.id,
});

/** Percents with two decimals that sum to 100, the last one takes what rounding leaves. */
function percentOf(weights: readonly number[], at: number): number {
  const all = weights.reduce((sum, one) => sum + one, 0);
  const share = (one: number) => (all > 0 ? one / all : 1 / weights.length);
  const rounded = weights.map((one) => Math.floor(share(one) * 10_000));
  const left = 10_000 - rounded.reduce((sum, one) => sum + one, 0);
  return ((rounded[at] ?? 0) + (at === weights.length - 1 ? left : 0)) / 100;
}

const namesIn = (text: string) =>
  [...new Set(text.split(/[;,|+]|\s{2,}/).map((one) => one.trim()))].filter((one) => one !== '');

/** As a word of its own: not inside of a longer code. */
function standsIn(text: string, code: string): boolean {
  for (let at = text.indexOf(code); at >= 0; at = text.indexOf(code, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + code.length] ?? ' '}`;
    if (!/[\p{L}\p{N}_-]/u.test(around)) return true;
  }
  return false;
}
