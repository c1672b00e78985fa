import { expect, it } from 'vitest';
import { openmops, testFiles } from '../../testing/run-openmops.ts';

const { file } = testFiles();

const naming = {
  template: '{region}_{product}_{yyyymm}',
  fields: { region: { kind: 'enum', values: ['emea', 'apac'] } },
};
const taxonomy = file('taxonomy.json', JSON.stringify({ id: 'ours@1', naming }));

const TAGS = ['--source', 'google', '--medium', 'cpc'];

it('checks links: rule ids, corrected link, exit 1 on errors', async () => {
  const bad = 'https://a.b/?utm_source=LinkedIn+Ads+&utm_medium=cpc&utm_campaign=x&gclid=Y';
  const good = 'https://a.b/?utm_source=linkedin-ads&utm_medium=cpc&utm_campaign=x';
  const { exit, out, err } = await openmops('link', 'check', bad, good, '--json');
  expect({ exit, err }).toEqual({ exit: 1, err: '' });
  const { ok, links } = JSON.parse(out);
  expect(ok).toBe(false);
  expect(links[0]).toMatchObject({
    url: bad,
    ok: false,
    corrected: good,
    channel: 'Paid Other',
    clickIds: [{ name: 'gclid', value: 'Y', platform: 'Google Ads' }],
  });
  expect(links[0].findings.map(({ rule }: { rule: string }) => rule)).toEqual([
    'click-id',
    'value-blank',
    'value-case',
    'link-duplicate',
  ]);
  expect((await openmops('link', 'check', good)).exit).toBe(0);
  expect((await openmops('link', 'check', bad)).out).toContain(`corrected: ${good}`);
});

it('builds a link by a grammar', async () => {
  const set = ['--set', 'region=emea', '--set', 'product=spectro', '--set', 'yyyymm=202601'];
  const args = ['link', 'build', 'https://a.b/', ...TAGS, ...set, '--taxonomy', taxonomy];
  const url = 'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=emea_spectro_202601';
  expect(await openmops(...args)).toEqual({ exit: 0, out: url, err: '' });
  const { out } = await openmops(...args, '--json');
  expect(JSON.parse(out)).toMatchObject({ url, channel: 'Paid Search', findings: [] });
});

it('refuses what GA4 would call Unassigned, with the rule and a better link', async () => {
  const tags = ['--source', 'hubspot', '--medium', 'newsletter', '--campaign', 'may'];
  const { exit, out, err } = await openmops('link', 'build', 'https://a.b/', ...tags, '--json');
  const corrected = 'https://a.b/?utm_source=hubspot&utm_medium=email&utm_campaign=may';
  expect(exit).toBe(1);
  expect(err).toContain('ga4-unassigned: GA4 would file hubspot / newsletter under Unassigned.');
  expect(JSON.parse(out)).toMatchObject({
    url: null,
    corrected,
    error: { code: 'INVALID', hint: `It would be taken as ${corrected}` },
    findings: [{ rule: 'ga4-unassigned', suggestion: 'email' }],
  });
});

it('refuses personal data, a name against the grammar, and wrong usage', async () => {
  const base = ['link', 'build', 'https://a.b/', ...TAGS];
  const personal = await openmops(...base, '--campaign', 'x', '--content', 'jane@example.com');
  expect(personal).toMatchObject({ exit: 1, err: expect.stringContaining('personal-email') });
  expect(personal.err).not.toContain('jane');
  const named = await openmops(...base, '--campaign', 'emae_x_202601', '--taxonomy', taxonomy);
  expect(named).toMatchObject({ exit: 1, err: expect.stringContaining('campaign-name') });
  expect((await openmops(...base, '--set', 'a=b')).exit).toBe(2);
  expect((await openmops(...base, '--set', 'a', '--taxonomy', taxonomy)).exit).toBe(2);
  expect((await openmops('link', 'check')).exit).toBe(2);
});
