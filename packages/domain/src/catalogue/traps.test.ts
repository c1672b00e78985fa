import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evalExpr, findKpi, measuresOf, resolveExpr } from '../kpi/index.ts';
import { addValues } from './add-values.ts';
import { CATALOGUE } from './catalogue.ts';
import { KPIS } from './kpis.ts';

type Parts = Record<string, number>;

/** The value of a KPI over base values in units; what is not given is unknown. */
const value = (id: string, parts: Parts): number | null =>
  evalExpr(resolveExpr(CATALOGUE, findKpi(CATALOGUE, id).expr), (ref) => parts[ref] ?? null);
const partsOf = (id: string) => measuresOf(CATALOGUE, findKpi(CATALOGUE, id)).map((one) => one.id);
const called = (word: string) =>
  KPIS.filter((kpi) =>
    [kpi.name, ...kpi.aliases, ...kpi.synonyms].some((n) => n.toLowerCase() === word),
  ).map((kpi) => kpi.id);
const amount = fc.integer({ min: 0, max: 1_000_000 });

describe('e-mail', () => {
  const mail = {
    emails_sent: 1100,
    emails_delivered: 1000,
    email_unique_opens: 400,
    email_unique_clicks: 40,
    email_spam_complaints: 2,
  };

  it('divides clicks by delivered mails, and click-to-open by opens', () => {
    expect(value('email.click_rate', mail)).toBe(0.04);
    expect(value('email.ctor', mail)).toBe(0.1);
  });

  it('finds both meanings of “click-through rate”', () => {
    expect(called('click-through rate')).toEqual(['paid.ctr', 'email.ctor']);
    expect(findKpi(CATALOGUE, 'email.ctor').caveats.join(' ')).toContain('HubSpot');
  });

  it('leaves people whose mail program opens by itself out above and below', () => {
    const apple = { ...mail, email_unique_opens_no_mpp: 90, email_delivered_no_mpp: 450 };
    expect(value('email.open_rate', apple)).toBe(0.4);
    expect(value('email.open_rate_no_mpp', apple)).toBe(0.2);
  });

  it('divides complaints by delivered mails and names the limits of 0.1% and 0.3%', () => {
    expect(value('email.complaint_rate', mail)).toBe(0.002);
    expect(findKpi(CATALOGUE, 'email.complaint_rate').caveats.join(' ')).toMatch(/0\.1%.*0\.3%/);
  });

  it('measures the growth of a list against its opening size', () => {
    const list = { list_subscribed: 60, list_lost: 10, list_size_start: 500, list_size: 550 };
    expect(value('email.list_growth', list)).toBe(0.1);
    expect(value('email.list_churn', list)).toBe(0.02);
  });
});

describe('web', () => {
  it('counts sessions with a key event, not key events', () => {
    const visits = { sessions: 100, sessions_with_key_event: 40, key_events: 130 };
    expect(value('web.session_cvr', visits)).toBe(0.4);
    expect(value('web.key_events_per_session', visits)).toBe(1.3);
  });

  it('takes bounce as what is not engaged', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, share) => {
          const visits = { sessions: all, engaged_sessions: Math.floor(all * share) };
          const sum =
            (value('web.bounce_rate', visits) ?? 0) + (value('web.engagement_rate', visits) ?? 0);
          expect(sum).toBeCloseTo(1, 12);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('makes revenue per visit out of conversion rate and order value', () => {
    const shop = { sessions: 1000, orders: 25, order_revenue: 2000 };
    const [cvr, aov] = [value('web.ecommerce_cvr', shop), value('web.aov', shop)];
    expect(value('web.revenue_per_session', shop)).toBeCloseTo((cvr ?? 0) * (aov ?? 0), 12);
  });
});

describe('media', () => {
  const served = {
    ad_gross_impressions: 2100,
    ad_invalid_impressions: 21,
    ad_impressions: 2000,
    ad_measurable_impressions: 1000,
    ad_viewable_impressions: 700,
    ad_cost: 14,
  };

  it('divides viewable impressions by measurable ones, not by served ones', () => {
    expect(value('paid.viewability', served)).toBe(0.7);
    expect(value('paid.measurability', served)).toBe(0.5);
    expect(value('paid.vcpm', served)).toBe(20);
    expect(value('paid.cpm', served)).toBe(7);
    expect(value('paid.ivt_rate', served)).toBe(0.01);
  });

  it('does not take a return on ad spend for a return on investment', () => {
    const books = {
      ad_conversion_value: 300,
      ad_cost: 100,
      attributed_revenue: 300,
      gross_profit: 40,
      finance_revenue: 100,
      marketing_spend: 100,
    };
    expect(value('paid.roas', books)).toBe(3);
    // 300 at a margin of 40% is 120; less the cost of 100 leaves 20 for 100 spent.
    expect(value('rev.romi', books)).toBeCloseTo(0.2, 12);
    expect(value('rev.mer', books)).toBe(1);
    expect(partsOf('rev.mer')).toEqual(['finance_revenue', 'marketing_spend']);
  });

  it.each(['paid.reach', 'acq.users', 'tech.seat_utilisation', 'content.utilisation'])(
    'never adds %s over days or channels',
    (kpi) => {
      for (const over of ['time', 'dimensions'] as const) {
        const sum = addValues({ catalogue: CATALOGUE, kpi, values: [1, 1], over });
        expect(sum.value).toBeNull();
      }
    },
  );
});

describe('pace', () => {
  const half = { budget_plan_period: 1000, days_in_period: 30, days_elapsed: 15 };

  it('is 150% when 75% is spent at half time', () => {
    expect(value('budget.pacing', { ...half, spend_actual: 750 })).toBe(1.5);
  });

  it('projects a straight line, and asks nothing of a day that is not there', () => {
    const spent = { ...half, spend_actual: 600 };
    expect(value('budget.projected', spent)).toBe(1200);
    expect(value('budget.burn_rate', spent)).toBe(40);
    expect(value('budget.required_daily', spent)).toBeCloseTo(400 / 15, 12);
    expect(value('budget.required_daily', { ...spent, days_elapsed: 30 })).toBeNull();
  });

  it('calls overspend positive', () => {
    expect(value('budget.variance', { spend_actual: 120, budget_plan_to_date: 100 })).toBe(20);
  });
});

describe('subscriptions', () => {
  const movements = fc.record({
    mrr_start: fc.integer({ min: 1, max: 1_000_000 }),
    mrr_new: amount,
    mrr_expansion: amount,
    mrr_contraction: amount,
    mrr_churned: amount,
  });

  it('never lets gross retention pass 100%, whatever expansion does', () => {
    fc.assert(
      fc.property(movements, amount, (parts, more) => {
        const grr = value('saas.grr', parts) ?? Number.NaN;
        expect(grr).toBeLessThanOrEqual(1);
        expect(value('saas.grr', { ...parts, mrr_expansion: more, mrr_new: more })).toBe(grr);
        expect(grr + (value('saas.revenue_churn', parts) ?? Number.NaN)).toBeCloseTo(1, 9);
      }),
      { numRuns: 1000 },
    );
  });

  it('measures net retention on the customers of the start: new ones change nothing', () => {
    fc.assert(
      fc.property(movements, amount, (parts, joined) => {
        const nrr = value('saas.nrr', parts) ?? Number.NaN;
        expect(value('saas.nrr', { ...parts, mrr_new: joined })).toBe(nrr);
        // Net new recurring revenue reconciles the opening balance with the closing one.
        const net = value('saas.net_new_mrr', parts) ?? Number.NaN;
        const end = parts.mrr_start + net;
        expect((end - parts.mrr_new) / parts.mrr_start).toBeCloseTo(nrr, 9);
      }),
      { numRuns: 1000 },
    );
    expect(partsOf('saas.nrr')).not.toContain('mrr_new');
  });

  it('has no lifetime value without churn', () => {
    const parts = { mrr_end: 1000, customers_end: 10, gross_profit: 80, finance_revenue: 100 };
    const churn = { customers_churned: 1, customers_start: 20 };
    expect(value('saas.ltv_simple', { ...parts, ...churn })).toBeCloseTo(1600, 9);
    expect(value('saas.ltv_simple', { ...parts, ...churn, customers_churned: 0 })).toBeNull();
  });

  it('pays acquisition cost back out of gross profit, in months', () => {
    const parts = {
      marketing_spend: 60_000,
      sales_spend: 40_000,
      customers_new: 50,
      new_customer_gross_profit: 10_000,
    };
    expect(value('acq.cac', parts)).toBe(2000);
    expect(value('saas.cac_payback', parts)).toBe(10);
  });
});

describe('funnel', () => {
  it.each([
    ['funnel.lead_to_mql', ['cohort_leads_to_mql', 'cohort_leads']],
    ['funnel.mql_to_sql', ['cohort_mqls_to_sql', 'cohort_mqls']],
    ['funnel.sql_to_opp', ['cohort_sqls_to_opp', 'cohort_sqls']],
    ['funnel.win_rate_cohort', ['cohort_opps_to_won', 'cohort_opps']],
  ])('follows the same leads through %s, and warns of those too young', (id, parts) => {
    expect(partsOf(id)).toEqual(parts);
    expect(findKpi(CATALOGUE, id).caveats.join(' ')).toContain('little time');
  });

  it('moves 50 deals at 25%, 25,000 each, in 60 days at 5,208.33 a day', () => {
    const parts = {
      opps_open: 50,
      deals_won: 25,
      deals_lost: 75,
      bookings_won: 625_000,
      days_opp_to_won: 1500,
    };
    expect(value('funnel.velocity', parts)).toBeCloseTo(5208.3333, 3);
  });

  it('gives influence neither credit nor a colour', () => {
    for (const id of ['pipe.mktg_influenced_share', 'rev.mktg_influenced_share']) {
      const kpi = findKpi(CATALOGUE, id);
      expect(kpi.direction).toBe('neutral');
      expect(kpi.caveats.join(' ')).toContain('no share of credit');
    }
  });

  it('covers what remains of the target', () => {
    expect(partsOf('pipe.coverage')).toEqual(['pipeline_open', 'bookings_target_remaining']);
  });
});

describe('answers of people', () => {
  it('score −100 to 100', () => {
    const asked = { nps_promoters: 50, nps_detractors: 20, nps_responses: 100 };
    expect(value('cx.nps', asked)).toBeCloseTo(30, 12);
    expect(findKpi(CATALOGUE, 'cx.nps').unit).toEqual({ kind: 'score', min: -100, max: 100 });
  });

  it('lift a brand by a difference of shares', () => {
    const groups = {
      lift_exposed: 200,
      lift_exposed_positive: 90,
      lift_control: 100,
      lift_control_positive: 40,
    };
    expect(value('brand.lift', groups)).toBeCloseTo(0.05, 12);
  });
});

describe('benchmarks', () => {
  it('name who found them and when', () => {
    for (const kpi of KPIS) {
      for (const caveat of kpi.caveats.filter((text) => text.startsWith('For comparison'))) {
        expect(caveat).toMatch(/Gartner.*20\d\d|20\d\d.*Gartner/);
      }
    }
    const said = KPIS.flatMap((kpi) => kpi.caveats).join(' ');
    for (const figure of ['7.7%', '30.6%', '58% (2020)', '42% (2022)', '33% (2023)']) {
      expect(said).toContain(figure);
    }
  });
});
