import { describe, expect, it } from 'vitest';
import { formatDay } from '../shared/day.ts';
import { importText, lines, refusalOf } from './test-import.ts';

const period = (one: { day: number; dayTo: number } | undefined) =>
  one && `${formatDay(one.day)}..${formatDay(one.dayTo)}`;

describe('Google Analytics 4', () => {
  it.each([
    [
      'German',
      'Datum,Sitzungen,Sitzungen mit Interaktionen,Aktive Nutzer,Neue Nutzer,Schlüsselereignisse',
    ],
    [
      'French',
      'Date,Sessions,Sessions avec engagement,Utilisateurs actifs,Nouveaux utilisateurs,Événements clés',
    ],
    [
      'Spanish',
      'Fecha,Sesiones,Sesiones con interacción,Usuarios activos,Usuarios nuevos,Eventos clave',
    ],
    [
      'Italian',
      'Data,Sessioni,Sessioni con coinvolgimento,Utenti attivi,Nuovi utenti,Eventi chiave',
    ],
    [
      'Portuguese',
      'Data,Sessões,Sessões engajadas,Usuários ativos,Novos usuários,Eventos principais',
    ],
  ])('reads its %s headers', (_, header) => {
    const { detection, result } = importText(lines(header, '20260901,10,6,8,3,2'));
    expect(detection).toMatchObject({ source: 'ga4', dataset: 'web_session', unmapped: [] });
    // Users are not additive: stored, never summed.
    expect(result.totals).toEqual({
      sessions: 10,
      engaged_sessions: 6,
      new_users: 3,
      key_events: 2,
    });
  });

  it('splits source and medium', () => {
    const { batch, facts } = importText(
      lines(
        'Date,Session source / medium,Sessions',
        '20260901,google / cpc,5',
        '20260901,(direct) / (none),3',
      ),
    );
    expect(batch.shape).toBe('utm_source,medium');
    expect(facts.map((fact) => fact.dims)).toEqual([
      ['google', 'cpc'],
      ['(direct)', '(none)'],
    ]);
  });
});

describe('Search Console', () => {
  it.each([
    ['Top queries,Clicks,Impressions,CTR,Position', ','],
    ['Häufigste Suchanfragen;Klicks;Impressionen;Klickrate;Durchschnittliche Position', ';'],
    ['Requêtes les plus fréquentes,Clics,Impressions,CTR,Position moyenne', ','],
    ['Consultas principales,Clics,Impresiones,CTR,Posición media', ','],
    ['Query principali,Clic,Impressioni,CTR,Posizione media', ','],
    ['Populairste zoekopdrachten,Klikken,Vertoningen,CTR,Positie', ','],
    ['Najpopularniejsze zapytania,Kliknięcia,Wyświetlenia,CTR,Pozycja', ','],
    ['En popüler sorgular,Tıklama,Görüntüleme,CTR,Ortalama konum', ','],
    ['Vanligaste sökfrågorna,Klick,Visningar,Klickfrekvens,Genomsnittlig position', ','],
    ['上位のクエリ,クリック数,表示回数,CTR,掲載順位', ','],
  ])('reads %s', (header, delimiter) => {
    const options = { map: { columns: {}, period: { from: '2026-09-01', to: '2026-09-30' } } };
    const { detection, result, batch } = importText(
      lines(header, ['foo', '10', '100', '10%', '4'].join(delimiter)),
      { options },
    );
    expect(detection).toMatchObject({ source: 'search_console', unmapped: [] });
    expect(batch.shape).toBe('search_term~period');
    expect(result.totals).toEqual({ clicks: 10, impressions: 100, position_x_impressions: 400 });
  });

  it('reads dates, and asks for the period of the other cards', () => {
    const { result } = importText(
      lines('Date,Clicks,Impressions,CTR,Position', '2026-09-01,1,20,5%,3.4'),
    );
    expect(result.period).toEqual({ from: '2026-09-01', to: '2026-09-01' });
    expect(
      refusalOf(() =>
        importText(lines('Top queries,Clicks,Impressions,CTR,Position', 'foo,1,2,50%,1')),
      ).code,
    ).toBe('no_day');
  });
});

describe('Mailchimp', () => {
  it('reads its campaign report', () => {
    const { detection, result, facts } = importText(
      lines(
        'Title,Subject,List,Send Date,Send Weekday,Total Recipients,Successful Deliveries,Soft Bounces,Hard Bounces,Total Bounces,Times Forwarded,Forwarded Opens,Unique Opens,Open Rate,Total Opens,Unique Clicks,Click Rate,Total Clicks,Unsubscribes,Abuse Complaints,Times Liked on Facebook,Folder Id,Unique Id,Total Orders,Total Gross Sales,Total Revenue',
        'June,Hello,Customers,"Jun 02, 2026 10:00 am",Tuesday,1000,990,6,4,10,0,0,400,40.4%,500,50,5.05%,61,3,1,0,,abc123,5,$200.00,$180.50',
      ),
      { currency: 'USD' },
    );
    expect(detection).toMatchObject({ source: 'mailchimp', currency: 'USD', unmapped: [] });
    expect(result.totals).toEqual({
      sent: 1000,
      delivered: 990,
      soft_bounces: 6,
      hard_bounces: 4,
      unique_opens: 400,
      opens: 500,
      unique_clicks: 50,
      clicks: 61,
      unsubscribes: 3,
      spam_complaints: 1,
      orders: 5,
      revenue: 180.5,
    });
    expect(facts.map(period)).toEqual(['2026-06-02..2026-06-02']);
  });
});

describe('Klaviyo', () => {
  it('keeps deliveries apart from recipients, and no rates', () => {
    const { detection, result } = importText(
      lines(
        'Campaign Name,Tags,Subject,List,Send Time,Send Weekday,Total Recipients,Unique Placed Order,Placed Order Rate,Revenue,Unique Opens,Open Rate,Total Opens,Unique Clicks,Click Rate,Total Clicks,Unsubscribes,Spam Complaints,Spam Complaints Rate,Successful Deliveries,Bounces,Bounce Rate,Campaign ID,Campaign Channel',
        'Promo,x,Hi,All,2026-04-06 11:00:00,Monday,1000.0,23.0,2.3%,1222.91,587.0,58.7%,837.0,77.0,7.7%,92.0,4.0,1.0,0.1%,990.0,10.0,1%,01J,Email',
      ),
    );
    expect(detection).toMatchObject({ source: 'klaviyo', unmapped: [] });
    expect(Object.keys(detection.ignored)).toContain('Open Rate');
    expect(result.totals).toMatchObject({
      sent: 1000,
      delivered: 990,
      bounces: 10,
      unique_opens: 587,
      revenue: 1222.91,
      orders: 23,
    });
  });
});

describe('HubSpot', () => {
  it('counts contacts on the days they became what they are', () => {
    const { detection, batch, facts, result } = importText(
      lines(
        'Record ID,First Name,Last Name,Email,Lifecycle Stage,Create Date,Became a Marketing Qualified Lead Date,Became a Sales Qualified Lead Date,Contact owner,Original Source',
        '1,A,A,a@x.io,Sales Qualified Lead,2026-01-05 09:31,2026-01-09 10:00,2026-02-01 11:00,Inès,Organic Search',
        '2,B,B,b@x.io,Lead,2026-01-06 09:31,,,Inès,Paid Search',
        '3,C,C,c@x.io,Subscriber,2026-01-07 09:31,,,Inès,Direct Traffic',
        '4,D,Test,d@x.io,Lead,2026-01-07 09:31,,,Inès,Direct Traffic',
      ),
    );
    expect(detection).toMatchObject({ source: 'hubspot', dataset: 'lead_stage', unmapped: [] });
    expect(batch).toMatchObject({ keyedByRecord: true, measures: ['leads', 'mqls', 'sqls'] });
    expect(facts.map((fact) => formatDay(fact.day))).toEqual([
      '2026-01-05',
      '2026-01-09',
      '2026-02-01',
      '2026-01-06',
    ]);
    expect(result.totals).toEqual({ leads: 2, mql: 1, sql: 1 });
    expect(result.rows).toEqual({ read: 4, accepted: 2, rejected: 0, ignored: 2 });
    expect(result.ignoredReasons).toEqual({ not_a_lead: 1, test_record: 1 });
    // Names and addresses of people are not kept.
    expect(JSON.stringify(facts)).not.toContain('x.io');
  });

  it('counts deals when they were created and closed', () => {
    const { result, facts } = importText(
      lines(
        'Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Currency',
        '1,Acme,Closed Won,Sales,5000,2026-03-31 10:00,2026-01-10 10:00,Sam,EUR',
        '2,Beta,Closed Lost,Sales,2000,2026-03-01 10:00,2026-01-11 10:00,Sam,EUR',
        '3,Gamma,Proposal,Sales,700,2026-12-31 10:00,2026-01-12 10:00,Sam,EUR',
      ),
    );
    expect(result.totals).toEqual({
      opportunities: 3,
      deals_won: 1,
      deals_lost: 1,
      pipeline_amount: 7700,
      won_amount: 5000,
    });
    expect(facts.find((fact) => fact.values[1] !== null)?.day).toBe(
      facts.find((fact) => formatDay(fact.day) === '2026-03-31')?.day,
    );
  });

  it.each([
    ['tickets', 'id,is_deleted,property_createdate,property_hs_pipeline_stage,property_subject'],
    ['companies of the API', 'id,is_deleted,property_name,property_createdate,property_industry'],
    ['tasks', 'id,is_deleted,created_date,status,is_closed,task_subtype,owner_id'],
    ['orders', 'id,is_deleted,created_date,status,order_number,owner_id'],
    ['products', 'id,is_deleted,created_date,name,product_code'],
    [
      'contacts of Salesforce',
      'id,is_deleted,created_date,email,first_name,reports_to_id,lead_source',
    ],
  ])('refuses %s, which are neither leads nor deals', (_, headers) => {
    const row = headers.split(',').map((header) => (/date$/.test(header) ? '2026-01-01' : 'x'));
    const text = lines(headers, row.join(','));
    for (const source of ['hubspot', 'salesforce'])
      expect(refusalOf(() => importText(text, { options: { source } })).code).toBe('no_measures');
  });

  it('refuses companies, which are no leads', () => {
    expect(
      refusalOf(() =>
        importText(
          lines(
            'Record ID,Company name,Company Domain Name,Company owner,Lifecycle Stage,Create Date',
            '1,Acme,acme.com,Sam,Lead,2026-01-01',
          ),
        ),
      ).code,
    ).toBe('no_measures');
  });
});

describe('Salesforce', () => {
  it('reads a report of opportunities with its footer', () => {
    const { detection, result } = importText(
      lines(
        'Opportunity ID,Opportunity Name,Stage,Amount,Amount Currency,Close Date,Created Date,Lead Source,Opportunity Owner,Probability (%)',
        '006A,Acme,Closed Won,"5,000.00",USD,3/31/2026,1/10/2026,Web,Sam,100',
        '006B,Beta,Proposal,"1,500.00",USD,9/13/2026,1/11/2026,Web,Sam,50',
        '',
        '"Confidential Information - Do Not Distribute"',
        '"Copyright © 2000-2026 salesforce.com, inc. All rights reserved."',
      ),
    );
    expect(detection).toMatchObject({ source: 'salesforce', unmapped: [] });
    expect(result.rows).toEqual({ read: 5, accepted: 2, rejected: 0, ignored: 3 });
    expect(result.totals).toEqual({
      opportunities: 2,
      deals_won: 1,
      pipeline_amount: 6500,
      won_amount: 5000,
    });
  });

  it('reads a report of leads', () => {
    const { result, batch } = importText(
      lines(
        'Lead ID,First Name,Last Name,Company / Account,Lead Status,Lead Source,Created Date,Converted Date,Lead Owner',
        '00QA,A,B,Acme,Closed - Converted,Web,2026-01-05,2026-01-20,Sam',
        '00QB,C,D,Beta,Open - Not Contacted,Event,2026-01-06,,Sam',
      ),
    );
    expect(result.totals).toEqual({ leads: 2, sql: 1 });
    expect(batch.shape).toBe('channel,stage,owner,record');
  });
});
