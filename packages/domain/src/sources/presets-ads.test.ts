import { describe, expect, it } from 'vitest';
import { formatDay } from '../shared/day.ts';
import { headerKey } from './clean-text.ts';
import { headerKeys, headerMeanings, markPoints } from './header-words.ts';
import { matchPreset } from './match-preset.ts';
import { PRESETS } from './presets.ts';
import { importText, lines } from './test-import.ts';

describe('rows of the API of Google Ads', () => {
  it('name their currency and account', () => {
    const { result, batch } = importText(
      lines(
        'segments.date,campaign.name,metrics.cost_micros,metrics.average_cpc,customer.currency_code,customer.id',
        '2026-01-01,A,1234567,120000,USD,77',
      ),
    );
    expect(result).toMatchObject({ currency: 'USD', totals: { spend: 1.234567 } });
    expect(batch.dims).toContain('account');
  });
});

describe('downloads of the screens of Microsoft Advertising', () => {
  it('are not taken for Google Ads, which says Cost', () => {
    const { detection, result } = importText(
      lines(
        'Campaign report',
        'Dates: 2/1/2026 - 2/2/2026',
        'Campaign,Day,Currency,Impr.,Clicks,Spend,Conv.',
        'Brand,2/1/2026,USD,"1,000",50,$50.00,5',
        'Brand,2/2/2026,USD,"2,000",70,$70.00,7',
        'Total,,,"3,000",120,$120.00,12',
      ),
    );
    expect(detection.source).toBe('microsoft_ads');
    expect(result.totals).toMatchObject({ spend: 120, impressions: 3000 });
  });
});

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
