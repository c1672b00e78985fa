import { type Day, formatDay, parseDay } from '../shared/index.ts';
import type { Fault } from './answer-key.ts';
import { monthStart } from './company.ts';
import { twiceSent } from './month-end.ts';
import { demoPlan } from './plan.ts';

/**
 * What is wrong with the plan, the content and the invoices of the demo company, and nothing else is: the other part
 * of the answer key.
 * @example planFaults(20778).map(({ kind }) => kind) // ['duplicate_invoice', 'orphan_campaign', 'expired_claim']
 */
export function planFaults(today: Day): Fault[] {
  const { claims, assets, campaigns, budget, lastYear } = demoPlan(today);
  const bill = twiceSent({ budget, lastYear }, monthStart(today, 0));
  const day = parseDay(bill.day) ?? 0;
  const { number, vendor, amount, currency } = bill;
  return [
    {
      kind: 'duplicate_invoice',
      source: 'invoices',
      ...{ from: day, to: day },
      says: `${vendor} sends its invoice ${number} a second time, in the file of the month that is over.`,
      figures: { number, vendor, amount, currency },
    },
    ...campaigns
      .filter(({ goal }) => goal === null)
      .map(
        ({ code, from, to }): Fault => ({
          ...{ kind: 'orphan_campaign', source: 'campaigns', from, to: to ?? today },
          says: `${code} serves no goal.`,
          figures: { campaign: code },
        }),
      ),
    ...claims
      .filter(({ validUntil }) => validUntil < formatDay(today))
      .flatMap(({ text, validUntil }) =>
        assets
          .filter((asset) => asset.live !== null && asset.text.includes(text))
          .map(
            ({ name }): Fault => ({
              ...{ kind: 'expired_claim', source: 'content' },
              ...{ from: (parseDay(validUntil) ?? 0) + 1, to: today },
              says: `“${text}” has no valid proof any more, and “${name}” is out with it.`,
              figures: { claim: text, asset: name },
            }),
          ),
      ),
  ];
}
