import { type Day, microsToUnits } from '../shared/index.ts';
import type { Campaign } from './campaigns.ts';
import { SEED } from './company.ts';
import { type DemoStream, iso, type JsonRecord, workInstant } from './demo-stream.ts';
import { type Duplicate, duplicatesOf, type Person } from './people.ts';
import { keyedRandom } from './random.ts';

/** As HubSpot codes where somebody first came from; for the others the company writes the channel itself. */
const SOURCES: Readonly<Record<string, string>> = {
  'Paid Search': 'PAID_SEARCH',
  'Paid Social': 'PAID_SOCIAL',
  'Organic Search': 'ORGANIC_SEARCH',
  'Organic Social': 'SOCIAL_MEDIA',
  Email: 'EMAIL_MARKETING',
  Direct: 'DIRECT_TRAFFIC',
  Referral: 'REFERRALS',
};
const sourceOf = (channel: string) => SOURCES[channel] ?? channel;
const TITLES = [
  'Lab manager',
  'Process engineer',
  'Head of quality',
  'Purchasing manager',
  'Plant director',
] as const;
const PRODUCTS: Record<Campaign['program'], string> = {
  spectro: 'Spectro S2',
  flow: 'FlowSense',
  calib: 'Calibration service',
};

const stream = (name: string, records: DemoStream['records']): DemoStream => ({
  source: 'hubspot',
  name,
  kind: 'airbyte',
  key: [['id']],
  cursor: ['updatedAt'],
  records,
});

/** HubSpot: people with the history of their stages, companies, deals with their people, forms. */
export function crmStreams(people: readonly Person[], today: Day): DemoStream[] {
  return [
    stream('companies', () => companies(people)),
    stream('contacts', function* () {
      for (const person of people) yield contact(person);
      for (const one of duplicatesOf(people, today)) yield subscriber(one);
    }),
    stream('deals', function* () {
      for (const person of people) if (person.lead.opportunity !== null) yield deal(person);
    }),
    {
      ...stream('form_submissions', function* () {
        for (const person of people) yield form(person);
      }),
      key: [['conversionId']],
      cursor: ['submittedAt'],
    },
  ];
}

/** When things happened to a lead, ms since 1970; a stage is never before the one before it. */
export function timesOf({ lead }: Person) {
  const { unit } = keyedRandom(SEED, `times/${lead.id}`);
  const at = (day: Day | null, moment: number) => (day === null ? null : workInstant(day, moment));
  const visited = workInstant(lead.created, unit() * 0.9);
  return {
    visited,
    created: visited + 60_000 * (2 + Math.floor(unit() * 20)),
    mql: at(lead.mql, unit()),
    sql: at(lead.sql, unit()),
    opportunity: at(lead.opportunity, unit()),
    won: at(lead.won, unit()),
    lost: at(lead.lost, unit()),
  };
}

type Change = { value: string; timestamp: string; sourceType: string };

/** The newest first, as the API gives them. */
function history(steps: readonly (readonly [string, number | null, string])[]): Change[] {
  return steps
    .flatMap(([value, at, sourceType]) =>
      at === null ? [] : [{ value, timestamp: iso(at), sourceType }],
    )
    .reverse();
}

function contact(person: Person): JsonRecord {
  const { lead, first, last, email, company } = person;
  const times = timesOf(person);
  const stages = history([
    ['lead', times.created, 'FORMS'],
    ['marketingqualifiedlead', times.mql, 'AUTOMATION_PLATFORM'],
    ['salesqualifiedlead', times.sql, 'CRM_UI'],
    ['opportunity', times.opportunity, 'DEALS'],
    ['customer', times.won, 'DEALS'],
  ]);
  const entered = (stage: string) => stages.find((one) => one.value === stage)?.timestamp ?? null;
  const changed = stages[0]?.timestamp as string;
  return {
    id: `${lead.id}`,
    properties: {
      email,
      firstname: first,
      lastname: last,
      jobtitle: TITLES[lead.id % TITLES.length],
      company: company.name,
      country: lead.country,
      lifecyclestage: stages[0]?.value,
      hs_analytics_source: sourceOf(lead.channel),
      hs_analytics_source_data_1: lead.campaign,
      hubspot_owner_id: lead.owner,
      associatedcompanyid: company.id,
      createdate: iso(times.created),
      hs_lifecyclestage_lead_date: entered('lead'),
      hs_lifecyclestage_marketingqualifiedlead_date: entered('marketingqualifiedlead'),
      hs_lifecyclestage_salesqualifiedlead_date: entered('salesqualifiedlead'),
      hs_lifecyclestage_customer_date: entered('customer'),
      lastmodifieddate: changed,
    },
    propertiesWithHistory: { lifecyclestage: stages },
    associations: { companies: { results: [{ id: company.id, type: 'contact_to_company' }] } },
    createdAt: iso(times.created),
    updatedAt: changed,
    archived: false,
  };
}

function subscriber({ id, of, first, last, email, created }: Duplicate): JsonRecord {
  const at = iso(workInstant(created, 0.5));
  return {
    id,
    properties: {
      email,
      firstname: first,
      lastname: last,
      company: of.company.name,
      country: of.lead.country,
      lifecyclestage: 'subscriber',
      hs_analytics_source: 'EMAIL_MARKETING',
      associatedcompanyid: of.company.id,
      createdate: at,
      lastmodifieddate: at,
    },
    propertiesWithHistory: {
      lifecyclestage: [{ value: 'subscriber', timestamp: at, sourceType: 'FORMS' }],
    },
    associations: { companies: { results: [{ id: of.company.id, type: 'contact_to_company' }] } },
    createdAt: at,
    updatedAt: at,
    archived: false,
  };
}

function* companies(people: readonly Person[]): Generator<JsonRecord> {
  const seen = new Set<string>();
  for (const person of people) {
    const { company, lead } = person;
    if (seen.has(company.id)) continue;
    seen.add(company.id);
    const at = iso(timesOf(person).visited);
    const { around } = keyedRandom(SEED, `company/${company.id}`);
    const employees = Math.round(260 * around(0.6) * around(0.6));
    yield {
      id: company.id,
      properties: {
        name: company.name,
        domain: company.domain,
        industry: company.industry,
        numberofemployees: `${employees}`,
        annualrevenue: `${employees * 210_000}`,
        hs_annual_revenue_currency_code: 'USD',
        country: lead.country,
        createdate: at,
        hs_lastmodifieddate: at,
      },
      createdAt: at,
      updatedAt: at,
      archived: false,
    };
  }
}

/** Days after which an open deal is expected to be won. */
const EXPECTED_DAYS = 80;

function deal(person: Person): JsonRecord {
  const { lead, company } = person;
  const times = timesOf(person);
  const opened = times.opportunity as number;
  const closed = times.won ?? times.lost;
  const offered = closed === null ? null : opened + Math.floor((closed - opened) / 2);
  const stages = history([
    ['appointmentscheduled', opened, 'CRM_UI'],
    ['contractsent', offered, 'CRM_UI'],
    [times.won === null ? 'closedlost' : 'closedwon', closed, 'CRM_UI'],
  ]);
  const changed = stages[0]?.timestamp as string;
  const product = /-(spectro|flow|calib)$/.exec(lead.campaign ?? '')?.[1] ?? 'spectro';
  return {
    id: `9${lead.id}`,
    properties: {
      dealname: `${company.name}: ${PRODUCTS[product as Campaign['program']]}`,
      amount: `${microsToUnits(lead.amountMicros)}`,
      deal_currency_code: 'USD',
      dealstage: stages[0]?.value,
      pipeline: 'default',
      hs_is_closed: `${closed !== null}`,
      hs_is_closed_won: `${times.won !== null}`,
      createdate: iso(opened),
      closedate: iso(closed ?? opened + EXPECTED_DAYS * 86_400_000),
      country: lead.country,
      hs_analytics_source: sourceOf(lead.channel),
      hs_analytics_source_data_1: lead.campaign,
      hubspot_owner_id: lead.owner,
      hs_primary_associated_company: company.id,
      hs_lastmodifieddate: changed,
    },
    propertiesWithHistory: { dealstage: stages },
    associations: {
      contacts: { results: [{ id: `${lead.id}`, type: 'deal_to_contact' }] },
      companies: { results: [{ id: company.id, type: 'deal_to_company' }] },
    },
    createdAt: iso(opened),
    updatedAt: changed,
    archived: false,
  };
}

function form(person: Person): JsonRecord {
  const { lead, email } = person;
  const query = lead.campaign === null ? '' : `?utm_campaign=${lead.campaign}`;
  return {
    conversionId: `f-${lead.id}`,
    formId: lead.id % 4 === 0 ? 'demo-request' : 'guide-download',
    title: lead.id % 4 === 0 ? 'Ask for a demo' : 'Download the guide',
    submittedAt: timesOf(person).created,
    contactId: `${lead.id}`,
    pageUrl: `https://www.larkfield.example/forms${query}`,
    values: [{ name: 'email', value: email }],
  };
}
