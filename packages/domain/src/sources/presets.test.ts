import { describe, expect, it } from 'vitest';
import { formatDay } from '../shared/day.ts';
import { headerKey } from './clean-text.ts';
import { headerKeys, headerMeanings, markPoints } from './header-words.ts';
import { matchPreset } from './match-preset.ts';
import { PRESETS } from './presets.ts';
import { importText, lines, refusalOf } from './test-import.ts';

describe('every preset', () => {
  it('leaves a plain table to nobody', () => {
    for (const header of [
      'Date,Campaign,Spend',
      'Date,Campaign,Cost,Clicks,Impressions,Conversions',
      'Day,Name,Revenue',
      'Date,Country,Device,Sessions',
    ]) {
      expect(matchPreset(header.split(','), [])?.preset.id).toBeUndefined();
    }
  });

  it.each(PRESETS.map((preset) => [preset.name, preset] as const))(
    '%s is consistent',
    (_, preset) => {
      const meanings = headerMeanings(preset);
      for (const key of markPoints(preset).keys()) {
        if (!key.includes('(in utc)')) expect(key).toBe(headerKey(key));
      }
      // Nothing is both kept under the platform's own word and ignored.
      const own = [...meanings].filter(([, meaning]) => meaning.rank < 100).map(([key]) => key);
      const ignored = headerKeys(preset.ignored);
      expect(
        own.filter((key) => ignored.has(key) && key !== 'last name' && key !== 'bounce rate'),
      ).toEqual([]);
    },
  );
});

const period = (one: { day: number; dayTo: number } | undefined) =>
  one && `${formatDay(one.day)}..${formatDay(one.dayTo)}`;

describe('Google Ads', () => {
  it.each([
    [
      'German',
      'Kampagnenbericht',
      '1. September 2026 – 30. September 2026',
      'Tag\tKampagne\tKampagnentyp\tWährungscode\tKosten\tImpr.\tKlicks\tConversions\tDurchschn. CPC',
      '2026-09-01\tMarke\tSuche\tEUR\t1.234,50\t12.345\t99\t3,50\t12,47',
    ],
    [
      'French',
      'Rapport sur les campagnes',
      '1 septembre 2026 - 30 septembre 2026',
      'Jour\tCampagne\tType de campagne\tCode de devise\tCoût\tImpr.\tClics\tConversions\tCPC moy.',
      '2026-09-01\tMarque\tRecherche\tEUR\t1 234,50\t12 345\t99\t3,50\t12,47',
    ],
    [
      'Spanish',
      'Informe de campañas',
      '1 de septiembre de 2026 - 30 de septiembre de 2026',
      'Día\tCampaña\tTipo de campaña\tCódigo de moneda\tCoste\tImpr.\tClics\tConversiones\tCPC medio',
      '2026-09-01\tMarca\tBúsqueda\tEUR\t1.234,50\t12.345\t99\t3,50\t12,47',
    ],
    [
      'Italian',
      'Report campagne',
      '1 settembre 2026 - 30 settembre 2026',
      'Giorno\tCampagna\tTipo di campagna\tCodice valuta\tCosto\tImpr.\tClic\tConversioni\tCPC medio',
      '2026-09-01\tMarchio\tRicerca\tEUR\t1.234,50\t12.345\t99\t3,50\t12,47',
    ],
    [
      'Portuguese',
      'Relatório de campanhas',
      '1 de setembro de 2026 - 30 de setembro de 2026',
      'Dia\tCampanha\tTipo de campanha\tCódigo da moeda\tCusto\tImpr.\tCliques\tConversões\tCPC méd.',
      '2026-09-01\tMarca\tPesquisa\tEUR\t1.234,50\t12.345\t99\t3,50\t12,47',
    ],
    [
      'Dutch',
      'Campagnerapport',
      '1 september 2026 - 30 september 2026',
      'Dag\tCampagne\tCampagnetype\tValutacode\tKosten\tVertoningen\tKlikken\tConversies\tGem. CPC',
      '2026-09-01\tMerk\tZoeken\tEUR\t1.234,50\t12.345\t99\t3,50\t12,47',
    ],
  ])('reads its %s report', (_, title, dates, header, row) => {
    const { detection, facts, result } = importText(lines(title, dates, header, row));
    expect(detection.source).toBe('google_ads');
    expect(result.totals).toEqual({
      spend: 1234.5,
      impressions: 12_345,
      clicks: 99,
      conversions: 3.5,
    });
    expect(facts[0]?.dims).toContain('Paid Search');
    expect(detection.unmapped).toEqual([]);
  });

  it('recomputes what are ratios and lists what it does not know', () => {
    const { detection } = importText(
      lines(
        'Day,Campaign,Campaign type,Currency code,Cost,Impr.,CTR,Avg. CPC,Conv. rate,Cost / conv.,Search impr. share,Campaign status,My label',
        '2026-01-01,A,Search,EUR,1,2,50%,1,0%,0,< 10%,Enabled,x',
      ),
    );
    expect(Object.keys(detection.ignored)).toEqual([
      'CTR',
      'Avg. CPC',
      'Conv. rate',
      'Cost / conv.',
      'Search impr. share',
      'Campaign status',
    ]);
    expect(detection.unmapped).toEqual(['My label']);
  });
});

describe('Microsoft Advertising', () => {
  it('reads a file of its reporting service with its preamble and copyright line', () => {
    const { detection, result } = importText(
      lines(
        '"Report Name: Campaigns"',
        '"Report Aggregation: Daily"',
        '"Rows: 2"',
        '',
        '"GregorianDate","AccountName","CampaignId","CampaignName","CurrencyCode","Spend","Impressions","Clicks","AverageCpc"',
        '"9/1/2026","acme","7","Brand","USD","3.50","100","5","0.7"',
        '"9/2/2026","acme","7","Brand","USD","1.50","50","2","0.75"',
        '',
        '"©2026 Microsoft Corporation. All rights reserved. "',
      ),
    );
    expect(detection).toMatchObject({ source: 'microsoft_ads', headerLine: 5 });
    expect(result.totals).toEqual({ spend: 5, impressions: 150, clicks: 7 });
    expect(result.period).toEqual({ from: '2026-09-01', to: '2026-09-02' });
    expect(result.ignoredReasons).toEqual({ blank: 1, footer: 1 });
  });
});

describe('a file that says how many rows it has', () => {
  it('is checked against that', () => {
    const { result } = importText(
      lines(
        'Report Name: Campaigns',
        'Rows: 3',
        '',
        'GregorianDate,CampaignName,CurrencyCode,Spend',
        '9/1/2026,A,USD,1',
        '9/13/2026,A,USD,1',
      ),
    );
    expect(result.issueCounts).toEqual({ row_count_differs: 1 });
  });
});

describe('Meta Ads', () => {
  it.each([
    ['English', 'Amount spent (USD)', 'Campaign name', 'Day', 'Link clicks', 'USD'],
    ['French', 'Montant dépensé (EUR)', 'Nom de la campagne', 'Jour', 'Clics sur un lien', 'EUR'],
    [
      'twice encoded French',
      'Montant dÃ©pensÃ© (EUR)',
      'Nom de la campagne',
      'Jour',
      'Clics sur un lien',
      'EUR',
    ],
    ['German', 'Ausgegebener Betrag (EUR)', 'Kampagnenname', 'Tag', 'Link-Klicks', 'EUR'],
    [
      'Spanish',
      'Importe gastado (PEN)',
      'Nombre de la campaña',
      'Día',
      'Clics en el enlace',
      'PEN',
    ],
    ['Italian', 'Importo speso (EUR)', 'Nome della campagna', 'Giorno', 'Clic sul link', 'EUR'],
    ['Portuguese', 'Valor usado (BRL)', 'Nome da campanha', 'Dia', 'Cliques no link', 'BRL'],
    [
      'European Portuguese',
      'Valor gasto (BRL)',
      'Nome da campanha',
      'Dia',
      'Cliques no link',
      'BRL',
    ],
  ])('reads its %s headers', (_, spend, campaign, day, clicks, currency) => {
    const { detection, result } = importText(
      lines(`${day},${campaign},${spend},${clicks}`, '2026-09-01,A,10.25,3'),
    );
    expect(detection).toMatchObject({ source: 'meta_ads', currency, unmapped: [] });
    expect(result.totals).toEqual({ spend: 10.25, clicks: 3, link_clicks: 3 });
  });

  it('reads French semicolons and narrow spaces', () => {
    const { result } = importText(
      lines(
        'Jour;Nom de la campagne;Montant dépensé (USD);Impressions',
        '2026-09-01;A;1\u202f234,56;45\u00a0000',
      ),
    );
    expect(result).toMatchObject({
      currency: 'USD',
      totals: { spend: 1234.56, impressions: 45_000 },
    });
  });

  it('does not take all clicks for link clicks', () => {
    const { detection, result } = importText(
      lines(
        'Day,Campaign name,Amount spent (EUR),Link clicks,Clicks (all)',
        '2026-09-01,A,10,75,107',
      ),
    );
    expect(result.totals.clicks).toBe(75);
    expect(detection.unmapped).toEqual(['Clicks (all)']);
  });

  it('leaves out a Spanish summary row', () => {
    const { result } = importText(
      lines(
        'Inicio del informe,Fin del informe,Día,Nombre de la campaña,Identificador de la campaña,Importe gastado (PEN)',
        '2026-09-01,2026-09-30,,,,30.5',
        '2026-09-01,2026-09-30,2026-09-01,A,1,10.25',
        '2026-09-01,2026-09-30,2026-09-02,A,1,20.25',
      ),
    );
    expect(result.totals).toEqual({ spend: 30.5 });
    expect(result.reconciled[0]?.difference).toBe(0);
  });

  it('reads rows whose period is one day as days', () => {
    const { batch } = importText(
      lines(
        'Campaign name,Reporting starts,Reporting ends,Amount spent (EUR)',
        'A,2026-09-01,2026-09-01,1',
        'A,2026-09-02,2026-09-02,1',
      ),
    );
    expect(batch.shape).toBe('campaign');
  });
});

describe('LinkedIn Ads', () => {
  it('reads month first, whatever the numbers allow', () => {
    const { detection, facts } = importText(
      lines(
        'Start Date (in UTC),Campaign Group Name,Campaign Name,Campaign ID,Total Spent,Impressions,Clicks,Currency',
        '9/1/2026,B2B,Decision makers,7,"1,500.00","20,000",100,USD',
        '9/2/2026,B2B,Decision makers,7,0,0,0,USD',
      ),
    );
    expect(detection).toMatchObject({ source: 'linkedin_ads', unmapped: ['Campaign Group Name'] });
    expect(facts.map(period)).toEqual(['2026-09-01..2026-09-01', '2026-09-02..2026-09-02']);
  });
});

describe('X Ads', () => {
  it('reads a Spanish export with semicolons and euros', () => {
    const { detection, result } = importText(
      lines(
        'Fecha;Nombre de la campaña;Importe gastado;Impresiones;Clics en el enlace;Conversiones',
        '01/09/2026;Marca;1.234,50 €;10.000;120;3',
        '13/09/2026;Marca;0,50 €;500;2;0',
      ),
    );
    expect(detection).toMatchObject({ source: 'x_ads', currency: 'EUR' });
    expect(result.totals).toEqual({
      spend: 1235,
      impressions: 10_500,
      clicks: 122,
      conversions: 3,
    });
    expect(result.period).toEqual({ from: '2026-09-01', to: '2026-09-13' });
  });

  it('reads an English export', () => {
    const { detection, result } = importText(
      lines(
        'Time period,Campaign name,Campaign ID,Funding source name,Currency,Spend,Impressions,Link clicks,Clicks,Engagements',
        '2026-09-01,A,abc,Card,USD,5.5,1000,12,30,44',
      ),
    );
    expect(detection.source).toBe('x_ads');
    expect(result.totals).toEqual({ spend: 5.5, impressions: 1000, clicks: 12, engagements: 44 });
  });
});

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
