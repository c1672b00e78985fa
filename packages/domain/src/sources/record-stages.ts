import { headerKey } from './clean-text.ts';

/** How far a contact got: 0 unknown or not yet a lead, 1 lead, 2 marketing, 3 sales qualified or beyond. */
export type Reached = 0 | 1 | 2 | 3;

/**
 * How far a contact with this lifecycle stage or lead status got; null: the text does not say.
 * @example reachedBy('Marketing Qualified Lead') // 2
 */
export function reachedBy(stage: string): Reached | null {
  const text = stage.toLowerCase().replace(/[\s_-]+/g, '');
  if (text === '') return null;
  if (/^subscriber|^other$|^evangelist|abonn/.test(text)) return 0;
  if (/^(?:un|not)qualified|^disqualified/.test(text)) return 1;
  if (/marketingqualified|^mql/.test(text)) return 2;
  if (/salesqualified|^sql|^qualified|converted|opportunit|customer|kunde|client/.test(text))
    return 3;
  return /lead/.test(text) ? 1 : null;
}

/**
 * Whether a deal in this stage is won or lost; null: still open.
 * @example outcomeBy('Closed Won') // 'won'
 */
export function outcomeBy(stage: string): 'won' | 'lost' | null {
  const text = stage.toLowerCase().replace(/[\s_-]+/g, '');
  if (/closedwon|^won\b|^won$|gewonnen|gagné|ganad[oa]|ganho|vint[oa]|vunnet|wygran/.test(text))
    return 'won';
  if (/closedlost|^lost|verloren|perdu|perdid[oa]|perso|persa|förlorad|przegran/.test(text))
    return 'lost';
  return null;
}

/** What a cell of a yes-or-no column says; null: nothing. */
export function yesOrNo(cell: string): boolean | null {
  const text = cell.trim().toLowerCase();
  if (/^(?:true|yes|1|ja|oui|sí|si|sim|x|wahr|vrai)$/.test(text)) return true;
  if (/^(?:false|no|0|nein|non|não|nee|falsch|faux)$/.test(text)) return false;
  return null;
}

// What only lists of other things have: companies, tickets, tasks, events, orders, products.
const OTHER_RECORDS =
  /^(?:company (?:domain name|owner|name)|ticket (?:id|name|owner|status)|(?:property )?hs (?:ticket|pipeline stage).*|(?:task|event) subtype|call (?:type|disposition)|order number|product code|(?:unit|list) price|pricebook entry id|reports to id|property (?:industry|annualrevenue|name))$/;
// What only people and deals have.
const LEADS_AND_DEALS =
  /^(?:property )?(?:e-?mail(?: address)?|first ?name|lead (?:id|status|owner)|(?:is )?converted(?: date)?|deal ?(?:id|name|stage)|opportunity (?:id|name)|is won|stage ?name)$/;

/**
 * Whether records are leads, contacts or deals, by their headers: other lists of a CRM hold nothing
 * to count.
 * @example areLeadsOrDeals(['id', 'subject', 'task_subtype', 'created_date']) // false
 */
export function areLeadsOrDeals(headers: readonly string[]): boolean {
  const keys = headers.map(headerKey);
  if (keys.includes('reports to id')) return false;
  return (
    keys.some((key) => LEADS_AND_DEALS.test(key)) || !keys.some((key) => OTHER_RECORDS.test(key))
  );
}
