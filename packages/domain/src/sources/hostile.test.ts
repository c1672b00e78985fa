import { describe, expect, it } from 'vitest';
import { cleanText, headerKey, repairText } from './clean-text.ts';
import { uniqueHeaders } from './detect-table.ts';
import { headerFingerprint } from './fingerprint.ts';
import type { RawRow } from './schema.ts';
import { detectText, importText, lines, refusalOf } from './test-import.ts';
import { isTotalLabel, totalRank } from './total-labels.ts';

const HEADER = 'Day,Campaign,Campaign type,Currency code,Cost,Impr.';

describe('rows with more cells than columns', () => {
  const header = 'Day,Campaign,Cost,Impressions';
  it('are rejected: a thousand without quotes moves the values', () => {
    const { result } = importText(
      lines(header, '2026-01-01,a,5,10', '2026-01-02,b,1,234,20', '2026-01-03,c,5,10,,'),
    );
    expect(result.rows).toMatchObject({ accepted: 2, rejected: 1 });
    expect(result.totals).toEqual({ spend: 10, impressions: 20 });
    expect(result.issues).toContainEqual(
      expect.objectContaining({ code: 'too_many_cells', line: 3 }),
    );
  });

  it('are taken where the file has a last column without a name', () => {
    const rows = [1, 2, 3, 4].map((at) => `2026-01-0${at},a,5,10,x`);
    expect(importText(lines(`${header},`, ...rows)).result.rows).toMatchObject({ accepted: 4 });
  });
});

describe('a quote that never closes', () => {
  it('is named with its line, in a small file too', () => {
    const text = lines('Day,Campaign,Cost,Impressions', '2026-01-01,"abc,5,1', '2026-01-02,b,5,1');
    const refused = refusalOf(() => detectText(text));
    expect(refused.code).toBe('unterminated_quote');
    expect(refused.message).toContain('line 2');
  });
});

describe('files that are no table', () => {
  it.each([
    ['prose', 'Dear team,\nplease find the numbers below, as asked.\nBest, Ann\n'],
    ['one column', 'Campaign\nA\nB\n'],
    ['an empty line', '\n\n\n'],
    ['numbers without names', '1,2,3\n4,5,6\n'],
  ])('refuses %s and says what to do', (_, text) => {
    const refused = refusalOf(() => importText(text));
    expect(['not_a_table', 'no_data', 'no_measures']).toContain(refused.code);
    expect(refused.hint).toBeTruthy();
  });

  it('refuses a workbook without a table', () => {
    const rows: RawRow[] = [
      { line: 1, cells: ['Notes'] },
      { line: 2, cells: [] },
    ];
    expect(refusalOf(() => importText('', { rows })).code).toBe('not_a_table');
  });
});

describe('hostile tables', () => {
  it('treats __proto__ and constructor as names like any other', () => {
    const { detection, result } = importText(
      lines(`${HEADER},__proto__,constructor`, '2026-01-01,__proto__,Search,EUR,1,2,x,y'),
    );
    expect(detection.unmapped).toEqual(['__proto__', 'constructor']);
    expect(result.totals).toEqual({ spend: 1, impressions: 2 });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    const map = { columns: JSON.parse('{"__proto__":"campaign","Day":"day","Cost":"spend"}') };
    expect(
      importText(lines('Day,__proto__,Cost', '2026-01-01,A,1'), { options: { map } }).batch.shape,
    ).toBe('campaign');
  });

  it('reads a thousand columns', () => {
    const extra = Array.from({ length: 1200 }, (_, at) => `x${at}`);
    const { detection } = importText(
      lines(`${HEADER},${extra.join(',')}`, `2026-01-01,A,Search,EUR,1,2,${extra.join(',')}`),
    );
    expect(detection.unmapped).toHaveLength(1200);
  });

  it('cuts names that are documents, and drops invisible marks', () => {
    const long = 'x'.repeat(100_000);
    const { facts, batch } = importText(
      lines(
        HEADER,
        `2026-01-01,${long},Search,EUR,1,2`,
        '2026-01-02,\u202eevil\u0000 Cafe\u0301\u200b,Search,EUR,1,2',
      ),
    );
    const at = batch.dims.indexOf('campaign');
    expect(facts[0]?.dims[at]).toHaveLength(1000);
    expect(facts[1]?.dims[at]).toBe('evil Café');
  });

  it('keeps formulas as text', () => {
    const { facts, batch } = importText(
      lines(HEADER, "2026-01-01,=cmd|' /C calc'!A0,Search,EUR,1,2"),
    );
    expect(facts[0]?.dims[batch.dims.indexOf('campaign')]).toBe("=cmd|' /C calc'!A0");
  });

  it('makes duplicate headers unique', () => {
    expect(uniqueHeaders(['Cost', 'Cost', 'Cost (2)', '', 'Cost', ''])).toEqual([
      'Cost',
      'Cost (2)',
      'Cost (2) (2)',
      'Column 4',
      'Cost (3)',
    ]);
    const { detection, result } = importText(
      lines('Day,Campaign type,Currency code,Impr.,Cost,Cost', '2026-01-01,Search,EUR,1,2,2'),
    );
    expect(detection.unmapped).toEqual(['Cost (2)']);
    expect(result.totals.spend).toBe(2);
  });

  it('rejects rows that cannot be read, each with its line, and keeps the rest', () => {
    const { result } = importText(
      lines(
        HEADER,
        '2026-01-01,A,Search,EUR,1,2',
        '2026-13-01,A,Search,EUR,1,2',
        '2026-01-01,A,Search,XXX,1,2',
        '2026-01-01,A,Search,EUR,one,2',
        '2026-01-01,A,Search,EUR,99999999999,2',
        '2026-01-01,B',
        '2026-01-01,A,Search,EUR,-5,2',
      ),
    );
    expect(result.rows).toEqual({ read: 7, accepted: 3, rejected: 4, ignored: 0 });
    expect(result.issues.map(({ code, severity, line }) => [code, severity, line])).toEqual([
      ['bad_date', 'error', 3],
      ['unknown_currency', 'error', 4],
      ['bad_number', 'error', 5],
      ['number_too_large', 'error', 6],
      ['negative_value', 'warning', 8],
    ]);
  });

  it('keeps the first twenty issues of a kind and counts all', () => {
    const bad = Array.from({ length: 50 }, () => 'never,A,Search,EUR,1,2');
    const { result } = importText(lines(HEADER, '2026-01-01,A,Search,EUR,1,2', ...bad));
    expect(result.issues).toHaveLength(20);
    expect(result.issueCounts).toEqual({ bad_date: 50 });
  });

  it('skips a header that is repeated in the middle', () => {
    const { result } = importText(
      lines(HEADER, '2026-01-01,A,Search,EUR,1,2', '', HEADER, '2026-01-02,A,Search,EUR,1,2'),
    );
    expect(result.rows).toEqual({ read: 4, accepted: 2, rejected: 0, ignored: 2 });
    expect(result.ignoredReasons).toEqual({ blank: 1, repeated_header: 1 });
  });

  it('takes a campaign called Total for a campaign when its row has its day', () => {
    const { result } = importText(
      lines(HEADER, '2026-01-01,Total,Search,EUR,1,2', '2026-01-01,A,Search,EUR,1,2'),
    );
    expect(result.totals.spend).toBe(2);
  });

  it('adds exactly past the safe integers', () => {
    const rows = Array.from(
      { length: 10 },
      () => '2026-01-01,A,Search,EUR,9007199254.74,9007199254',
    );
    const { result } = importText(lines(HEADER, ...rows));
    expect(result.totals).toEqual({ spend: 90_071_992_547.4, impressions: 90_071_992_540 });
  });
});

describe('a file of nobody’s', () => {
  it('guesses the columns in several languages and leaves the rest to the person', () => {
    const { detection, batch } = importText(
      lines('Datum;Kampagne;Kosten;Klicks;Rabattcode', '05.02.2026;A;1,50;3;x'),
    );
    expect(detection).toMatchObject({
      source: null,
      mapping: { Datum: 'day', Kampagne: 'campaign', Kosten: 'spend', Klicks: 'clicks' },
      unmapped: ['Rabattcode'],
    });
    expect(batch.source).toBe(`file_${detection.fingerprint}`);
  });

  it('takes a column of dates for the day, whatever its name', () => {
    const { detection } = importText(lines('wann,Kampagne,Kosten', '2026-02-05,A,1.5'));
    expect(detection.mapping).toEqual({ wann: 'day', Kampagne: 'campaign', Kosten: 'spend' });
  });

  it('follows a mapping to the letter', () => {
    const map = {
      columns: {
        When: 'day',
        What: 'campaign',
        Money: 'spend',
        Seen: 'impressions',
        Left: 'ignore',
      },
      currency: 'EUR',
      locale: 'fr-FR',
    };
    const { detection, result, batch } = importText(
      lines('When;What;Money;Seen;Left;More', '01/02/2026;A;1.234;10;x;y'),
      { options: { map, source: 'my_tool' } },
    );
    expect(detection.unmapped).toEqual(['More']);
    expect(batch.source).toBe('my_tool');
    expect(result).toMatchObject({
      totals: { spend: 1234, impressions: 10 },
      period: { from: '2026-02-01', to: '2026-02-01' },
    });
  });

  it('asks for the locale when dates or numbers can be read in two ways', () => {
    const text = lines('Date,Campaign,Spend', '01/02/2026,A,5');
    const refused = refusalOf(() => importText(text));
    expect(refused.code).toBe('ambiguous_date');
    expect(refused.hint).toContain('locale');
    const us = importText(text, { options: { map: { columns: {}, locale: 'en-US' } } });
    expect(us.result.period).toEqual({ from: '2026-01-02', to: '2026-01-02' });
    expect(
      refusalOf(() => importText(lines('Date;Campaign;Spend', '2026-01-01;A;1,234'))).code,
    ).toBe('ambiguous_number');
  });

  it('refuses a mapping of what is not there', () => {
    const text = lines('Date,Campaign,Spend', '2026-01-01,A,5');
    const mapped = (columns: Record<string, string>) =>
      refusalOf(() => importText(text, { options: { map: { columns } } })).code;
    expect(mapped({ Datum: 'day' })).toBe('unknown_column');
    expect(mapped({ Date: 'day', Spend: 'money' })).toBe('unknown_target');
    expect(mapped({ Date: 'sessions', Spend: 'spend' })).toBe('mixed_measures');
    expect(mapped({ Spend: 'spend' })).toBe('no_day');
  });

  it('previews what cannot be imported yet, and accepts no row of it', () => {
    const { result, detection } = importText(lines('Date,Campaign,Spend', '01/02/2026,A,5'), {
      preview: true,
    });
    expect(detection.mapping).toEqual({ Date: 'day', Campaign: 'campaign', Spend: 'spend' });
    expect(result.rows).toEqual({ read: 1, accepted: 0, rejected: 1, ignored: 0 });
    expect(result.issues[0]).toMatchObject({ code: 'ambiguous_date', severity: 'error' });
  });

  it('keeps what a column of weeks and a CRM file are when a person maps them', () => {
    const weeks = { columns: { Week: 'day', Campaign: 'campaign', Spend: 'spend' } };
    const text = lines('Week,Campaign,Spend', '2026-09-07,A,5');
    const { facts } = importText(text, { options: { map: weeks } });
    expect((facts[0]?.dayTo ?? 0) - (facts[0]?.day ?? 0)).toBe(6);
    const columns = { 'Lead ID': 'record', 'Lead Status': 'stage', 'Created Date': 'day' };
    const leads = lines(
      'Lead ID,Company / Account,Lead Status,Created Date',
      '1,Acme,Open,2026-01-31',
    );
    const mapped = importText(leads, { options: { map: { columns } } });
    expect(mapped.batch).toMatchObject({ dataset: 'lead_stage', keyedByRecord: true });
    expect(mapped.result.totals).toEqual({ leads: 1 });
  });

  it('remembers by header shape', () => {
    expect(headerFingerprint(['Date', 'Spend (EUR)'])).toBe(
      headerFingerprint(['spend (EUR)', 'date']),
    );
    expect(headerFingerprint(['Date', 'Spend'])).not.toBe(headerFingerprint(['Date', 'Clicks']));
    expect(detectText(lines('Date,Campaign,Spend', '2026-01-01,A,5')).fingerprint).toHaveLength(12);
  });
});

describe('words', () => {
  it.each([
    'Total',
    'Total: Account',
    'Total : campagnes',
    'Grand total',
    'Gesamt',
    'Totale',
    'Total general',
    'Итого',
    '合計',
    'Grand Totals (12 records)',
  ])('%s labels a total', (cell) => {
    expect(isTotalLabel(cell)).toBe(true);
  });

  it.each(['Total Wellness – Brand', 'Totally', 'Brand', 'Summer', 'Account', 'Total Recall 2026'])(
    '%s labels none',
    (cell) => {
      expect(isTotalLabel(cell)).toBe(false);
    },
  );

  it('prefers the total that describes the table', () => {
    const labels = [
      'Total: Account',
      'Total: Search',
      'Total: Filtered keywords',
      'Total: All but removed keywords',
      'Total',
    ];
    expect(labels.toSorted((a, b) => totalRank(b) - totalRank(a))).toEqual([
      'Total: Filtered keywords',
      'Total: All but removed keywords',
      'Total',
      'Total: Search',
      'Total: Account',
    ]);
  });

  it('cleans and repairs text', () => {
    expect(cleanText('  a\u00a0 b\u200e ')).toBe('a b');
    expect(cleanText('👩‍👧')).toBe('👩‍👧');
    expect(repairText('Montant dÃ©pensÃ©')).toBe('Montant dépensé');
    expect(repairText('Ärger')).toBe('Ärger');
    expect(repairText('São Paulo')).toBe('São Paulo');
    expect(headerKey(' Coût (EUR) ')).toBe('cout');
    expect(headerKey('Clicks (all)')).toBe('clicks (all)');
  });
});
