import type { Workspace } from '@openmops/domain/workspace';
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import odataQuery from 'odata-query';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { biTool, type Page, POWER_QUERY } from './odata.testing.ts';

// A CommonJS module: its types say that the function stands one level deeper than it does.
const buildQuery = odataQuery as unknown as typeof odataQuery.default;

let instance: TestInstance;
let workspace: Workspace;
let tool: Awaited<ReturnType<typeof biTool>>;

beforeAll(async () => {
  instance = await testInstance();
  workspace = await instance.addWorkspace('acme');
  const lines = ['Day,Campaign,Cost,Impressions,Clicks'];
  for (let at = 1; at <= 31; at++)
    for (const campaign of ['Search & shop', 'Social'])
      lines.push(`2024-01-${String(at).padStart(2, '0')},${campaign},${at}.25,${at * 100},${at}`);
  await importTable(instance, workspace, { source: 'shop_ads', lines });
  tool = await biTool(instance, workspace, ['kpis.read', 'records.read']);
});
afterAll(() => instance.close());

describe('what tools ask when they connect', () => {
  it('the service document names the tables', async () => {
    for (const path of ['/odata/v4', '/odata/v4/', '/odata/v4/acme', '/odata/v4/acme/']) {
      const response = await tool.get(path);
      expect(response.headers.get('odata-version')).toBe('4.0');
      expect(response.headers.get('content-type')).toContain(
        'application/json;odata.metadata=minimal',
      );
      const body = (await response.json()) as Page;
      expect(body['@odata.context']).toMatch(
        /^http:\/\/localhost\/odata\/v4\/(acme\/)?\$metadata$/,
      );
      expect(body.value).toContainEqual({ name: 'KpiValues', kind: 'EntitySet', url: 'KpiValues' });
    }
  });

  it('the description is CSDL 4.0 and has every column that rows have', async () => {
    const response = await tool.get('/odata/v4/%24metadata');
    expect(response.headers.get('content-type')).toBe('application/xml');
    const root = parseXml(await response.text()).root as XmlElement;
    expect([root.name, root.attributes.Version]).toEqual(['edmx:Edmx', '4.0']);
    const schema = below(below(root, 'edmx:DataServices')[0], 'Schema')[0];
    const types = new Map(below(schema, 'EntityType').map((type) => [type.attributes.Name, type]));
    const [container] = below(schema, 'EntityContainer');
    const sets = below(container, 'EntitySet');
    expect(sets.map((set) => set.attributes.Name)).toEqual([
      ...['KpiValues', 'KpiMonths', 'Kpis', 'Spend', 'Touchpoints', 'Sources'],
    ]);
    for (const set of sets) {
      const type = types.get(`${set.attributes.EntityType}`.replace('OpenMOps.', ''));
      const properties = below(type, 'Property');
      const names = properties.map((one) => one.attributes.Name);
      expect(new Set(names).size).toBe(names.length);
      for (const one of properties) {
        expect(one.attributes.Name).toMatch(/^[A-Za-z_]\w{0,127}$/);
        expect(one.attributes.Type).toMatch(
          /^Edm\.(String|Date|DateTimeOffset|Double|Int64|Boolean)$/,
        );
      }
      const key = below(below(type, 'Key')[0], 'PropertyRef')[0]?.attributes.Name;
      const keyed = properties.find((one) => one.attributes.Name === key);
      expect(keyed?.attributes.Nullable).toBe('false');
      const { value } = await tool.read(`/odata/v4/${set.attributes.Name}?$top=5`);
      for (const row of value) {
        expect(Object.keys(row)).toEqual(names);
        for (const { attributes } of properties)
          if (attributes.Nullable === 'false') expect(row[`${attributes.Name}`]).not.toBe(null);
      }
    }
  });

  it('columns that lead to a person are for keys that may read records', async () => {
    const narrow = await biTool(instance, workspace);
    const columns = async (of: typeof tool) => await (await of.get('/odata/v4/$metadata')).text();
    for (const name of ['email', 'contact_id', 'anonymous_id']) {
      expect(await columns(tool)).toContain(`Property Name="${name}"`);
      expect(await columns(narrow)).not.toContain(`Property Name="${name}"`);
      const asked = `/odata/v4/Touchpoints?$filter=${name} eq 'x'`;
      expect((await narrow.read(asked)).status).toBe(400);
      expect((await tool.read(asked)).status).toBe(200);
    }
  });
});

function below(of: XmlElement | undefined, name: string): XmlElement[] {
  return (of?.children ?? []).filter(
    (child): child is XmlElement => child instanceof XmlElement && child.name === name,
  );
}

/** Situations of requests that Power Query, Power BI, Excel and grids are known to send. */
describe('requests as tools send them', () => {
  it.each([
    ['preview', 'Spend?$top=10', 10],
    ['preview in the editor', 'Spend?$top=1000', 62],
    ['filter and columns', 'Spend?$filter=campaign%20eq%20%27Social%27&$select=date%2Cspend', 31],
    ['raw spaces', "Spend?$filter=campaign eq 'Social'&$select=date,spend", 31],
    ['spaces as plus signs', "Spend?$filter=campaign+eq+'Social'", 31],
    ['an ampersand in a value', 'Spend?$filter=campaign eq %27Search %26 shop%27', 31],
    ['skip', 'Spend?$skip=60', 2],
    ['skip none, take one', 'Spend?$top=1&$skip=0', 1],
    ['take none', 'Spend?$top=0', 0],
    ['one column', 'Kpis?$top=1&$select=id', 1],
    ['sort', 'Kpis?$top=1&$orderby=name%20desc', 1],
    ['sort by two', 'Spend?$top=1&$select=date&$orderby=campaign%20asc,date%20desc', 1],
    ['dates', 'Spend?$filter=date ge 2024-01-10 and date lt 2024-01-20', 20],
    [
      'KPIs of some days',
      "KpiValues?$filter=date ge 2024-01-01 and date lt 2024-02-01 and kpi eq 'paid.cpc'",
      31,
    ],
    ['part of a text', "Spend?$filter=contains(campaign,'Soc')", 31],
    ['encoded dollars', 'Spend?%24top=20&%24count=true', 20],
  ])('%s', async (_, path, rows) => {
    const page = await tool.read(`/odata/v4/acme/${path}`);
    expect(page.status).toBe(200);
    expect(page.value).toHaveLength(rows);
    if (path.includes('count')) expect(page['@odata.count']).toBe(62);
  });

  it('how many rows', async () => {
    const response = await tool.get('/odata/v4/Spend/$count');
    expect([response.headers.get('content-type'), await response.text()]).toEqual([
      'text/plain;charset=utf-8',
      '62',
    ]);
  });

  it('a query builder of another house', async () => {
    const query = buildQuery<Record<string, unknown>>({
      filter: {
        and: [
          { date: { ge: { type: 'raw', value: '2024-01-05' } } },
          { campaign: { in: ['Social', "It's"] } },
          { or: [{ clicks: { gt: 20 } }, { spend: { lt: 7.5 } }] },
        ],
      },
      select: ['date', 'campaign', 'clicks', 'spend'],
      orderBy: ['clicks desc', 'date'],
      top: 40,
      count: true,
    });
    const page = await tool.read(`/odata/v4/Spend${query}`);
    expect(page['@odata.count']).toBe(14);
    expect(page.value[0]).toEqual({
      date: '2024-01-31',
      campaign: 'Social',
      clicks: 31,
      spend: 31.25,
    });
    expect(page['@odata.context']).toMatch(/#Spend\(date,campaign,spend,clicks\)$/);
  });
});

describe('formats', () => {
  const first = (headers: Record<string, string>, more = '') =>
    tool.get(`/odata/v4/Spend?$top=1&$select=date,spend${more}`, headers);

  it.each([
    ['*/*', 'minimal'],
    ['application/json', 'minimal'],
    ['application/json;odata.metadata=none', 'none'],
    ['application/json;odata=fullmetadata', 'full'],
    ['application/atom+xml,application/json;odata.metadata=full;q=0.1', 'full'],
    [POWER_QUERY.accept, 'minimal'],
  ])('%s', async (accept, detail) => {
    const response = await first({ accept });
    expect(response.headers.get('content-type')).toContain(`odata.metadata=${detail}`);
    const body = (await response.json()) as Page;
    expect('@odata.context' in body).toBe(detail !== 'none');
    expect('@odata.id' in (body.value[0] ?? {})).toBe(detail === 'full');
    expect(body.value[0]?.['date@odata.type']).toBe(detail === 'full' ? '#Date' : undefined);
  });

  it('$format goes before Accept, and Atom is not served', async () => {
    expect((await first({ accept: 'text/html' }, '&$format=json')).status).toBe(200);
    expect((await first({ accept: 'application/atom+xml' })).status).toBe(406);
    expect((await first({}, '&$format=atom')).status).toBe(406);
    expect((await tool.get('/odata/v4/$metadata?$format=xml')).status).toBe(200);
  });

  it('whole numbers as text where a tool asks for it', async () => {
    const accept = 'application/json;IEEE754Compatible=true';
    const page = (await (
      await tool.get('/odata/v4/Sources?$count=true', { accept })
    ).json()) as Page;
    expect(page).toMatchObject({ '@odata.count': '1', value: [{ rows: '62' }] });
  });

  it('versions', async () => {
    expect((await first({ 'odata-maxversion': '3.0' })).status).toBe(400);
    expect((await first({ 'odata-maxversion': '4.01' })).status).toBe(200);
    expect((await first({ 'odata-version': '4.0' })).headers.get('odata-version')).toBe('4.0');
  });
});

describe('refusals are told as OData tells them', () => {
  it.each([
    ['Spend?$apply=aggregate(spend with sum as spend)', 501, '$apply is not served'],
    ['Spend?$expand=campaign', 501, 'flat'],
    ['Spend?$fliter=date eq 2024-01-01', 400, 'Did you mean $filter'],
    ['Spend?filter=date eq 2024-01-01', 400, 'Did you mean $filter'],
    ['Spend?$top=1&$top=2', 400, 'twice'],
    ['Spend?$top=-1', 400, 'whole number'],
    ['Spend?$select=dat', 400, 'Did you mean date'],
    ['Spend?$filter=dat eq 2024-01-01', 400, 'Did you mean date'],
    ["Spend?$filter=date eq '2024-01-01'", 400, 'cannot be compared'],
    ['Spend?$filter=date eq 2024-02-30', 400, 'is no date'],
    ["Spend?$filter=campaign eq 'Social", 400, 'not understood'],
    ["Spend?$filter=(campaign eq 'Social'", 400, 'too early'],
    ["Spend?$filter=campaign eq 'Social')", 400, 'does not belong'],
    ['Spend?$filter=campaign', 400, 'yes or no'],
    ['Spend?$filter=spend add 1 eq 2', 501, 'not served'],
    ["Spend?$filter=geo.distance(campaign,'x') lt 1", 400, 'not understood'],
    ["Spend?$filter=matchesPattern(campaign,'x')", 501, 'no function'],
    [`Spend?$filter=${'('.repeat(500)}true${')'.repeat(500)}`, 400, 'nested too deeply'],
    ['Spend?$skiptoken=x', 400, '$skiptoken'],
    ["KpiValues?$filter=kpi eq 'paid.raos'", 404, 'paid.roas'],
    ["KpiValues?$filter=grain eq 'hour'", 400, 'One of day, week'],
    ["KpiValues?$filter=by eq 'colour'", 400, 'no split'],
    ['Spends', 404, 'Did you mean Spend'],
    ['Spend/date/more', 404, 'nothing at this address'],
    ['$batch', 501, '$batch'],
  ])('%s', async (path, status, words) => {
    const response = await tool.get(`/odata/v4/${path}`);
    const { error } = (await response.json()) as Page;
    expect([response.status, error?.message]).toEqual([status, expect.stringContaining(words)]);
    expect(error?.code).toMatch(/^[A-Z_]+$/);
    expect(response.headers.get('odata-version')).toBe('4.0');
  });

  it('nothing can be written', async () => {
    const authorization = `Bearer ${tool.key}`;
    const response = await instance.app.request('/odata/v4/Spend', {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{}',
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
