import type { ModelTableId } from '@openmops/domain/model';
import { rateBook, rateOn } from '@openmops/domain/money';
import type { CheckedRow, CheckedStream } from './check.ts';
import { HashSet } from './hash-set.ts';
import type { AuditAt } from './open-audit.ts';
import { readModelRows } from './read-model-rows.ts';

/** Field with the money of a row, and what it is called in a sentence. */
const OWN_MONEY: Partial<Record<ModelTableId, { field: string; says: string }>> = {
  deal: { field: 'amount', says: 'Sum of the amounts of these deals' },
  order: { field: 'amount', says: 'Sum of the amounts of these orders' },
  refund: { field: 'amount', says: 'Sum of these refunds' },
  contract_movement: { field: 'mrr_change', says: 'Sum of these changes of recurring revenue' },
  ad_delivery: { field: 'ad_cost', says: 'Media cost of these rows' },
  campaign: { field: 'budget', says: 'Sum of the budgets of these campaigns' },
};
/** Field of a row that names deals, and the field of the deal that it is found by. */
const BY_DEALS: Partial<Record<ModelTableId, { field: string; deal: string; says: string }>> = {
  contact: { field: 'contact_id', deal: 'contact_id', says: 'these contacts' },
  account: { field: 'account_id', deal: 'account_id', says: 'these accounts' },
  deal_contact: { field: 'deal_id', deal: 'deal_id', says: 'these rows' },
};

/** Fields that are needed to tell the money behind rows of a table. */
export function moneyFields(table: ModelTableId): string[] {
  const own = OWN_MONEY[table];
  if (own) return [own.field, 'currency'];
  const linked = BY_DEALS[table];
  return linked ? [linked.field] : [];
}

/** Amounts in several currencies, added up in that of the workspace at the newest rates. */
export class MoneySum {
  readonly #at: AuditAt;
  #units = 0;
  #without = new Set<string>();
  constructor(at: AuditAt) {
    this.#at = at;
  }
  add(amount: unknown, currency: unknown): void {
    if (typeof amount !== 'number' || amount === 0) return;
    const from = typeof currency === 'string' && currency ? currency : this.#at.workspace.currency;
    const rate = this.#at.rateOf(from);
    if (rate === null) this.#without.add(from);
    else this.#units += Math.abs(amount) * rate;
  }
  told(says: string): { moneyMicros: number; moneyHow: string } {
    const micros = Math.min(Math.round(this.#units * 1_000_000), Number.MAX_SAFE_INTEGER);
    const left = [...this.#without];
    const missing = left.length === 0 ? '' : ` Without ${left.join(', ')}: there is no rate.`;
    return {
      moneyMicros: micros,
      moneyHow: `${says}, in ${this.#at.workspace.currency} at the newest rates.${missing}`,
    };
  }
}

/** Newest rate of every currency into that of the workspace. */
export function newestRates(
  rates: Parameters<typeof rateBook>[0],
  to: string,
  today: number,
): (from: string) => number | null {
  const book = rateBook(rates, { base: to, carryDays: 36_600 });
  const known = new Map<string, number | null>();
  return (from) => {
    if (!known.has(from)) known.set(from, from === to ? 1 : rateOn(book, { from, to, day: today }));
    return known.get(from) ?? null;
  };
}

/** Adds up the money behind the rows that break a rule, while they are found. */
export class MoneyBehind {
  readonly #at: AuditAt;
  readonly #table: ModelTableId;
  readonly #sum: MoneySum;
  readonly #ids = new HashSet();

  constructor(at: AuditAt, table: ModelTableId) {
    this.#at = at;
    this.#table = table;
    this.#sum = new MoneySum(at);
  }
  add({ values }: CheckedRow): void {
    const own = OWN_MONEY[this.#table];
    if (own) this.#sum.add(values[own.field], values.currency);
    const linked = BY_DEALS[this.#table];
    if (linked && values[linked.field]) this.#ids.add(String(values[linked.field]));
  }
  async told(source: string): Promise<{ moneyMicros: number | null; moneyHow: string }> {
    const own = OWN_MONEY[this.#table];
    if (own) return this.#sum.told(own.says);
    const linked = BY_DEALS[this.#table];
    const streams = this.#at.streamsOf(source, 'deal');
    if (!linked || streams.length === 0)
      return { moneyMicros: null, moneyHow: 'Rows of this table carry no money.' };
    if (this.#ids.size > 0) {
      const deals = linked.deal === 'contact_id' ? await this.#dealsOfPeople(source) : null;
      const fields = ['deal_id', linked.deal, 'amount', 'currency', 'outcome'];
      for await (const page of readModelRows(this.#place('deal', streams), { fields }))
        for (const { values } of page) {
          const named =
            this.#ids.has(String(values[linked.deal])) || deals?.has(String(values.deal_id));
          if (named && values.outcome !== 'lost') this.#sum.add(values.amount, values.currency);
        }
    }
    return this.#sum.told(`Amounts of the open and won deals that name ${linked.says}`);
  }

  /** Deals of which the failing people are part. */
  async #dealsOfPeople(source: string): Promise<HashSet> {
    const deals = new HashSet();
    const streams = this.#at.streamsOf(source, 'deal_contact');
    const fields = ['deal_id', 'contact_id'];
    for await (const page of readModelRows(this.#place('deal_contact', streams), { fields }))
      for (const { values } of page)
        if (this.#ids.has(String(values.contact_id))) deals.add(String(values.deal_id));
    return deals;
  }
  #place(table: ModelTableId, streams: readonly CheckedStream[]) {
    const { facts, workspace } = this.#at;
    return { facts, workspaceId: workspace.id, table, streams };
  }
}
