import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../../testing/run-command.ts';
import { testFiles } from '../../testing/run-openmops.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { send } from '../mappings/mappings.testing.ts';
import { qualityCommands } from './quality.commands.ts';
import type { QualityIssue } from './quality.schema.ts';

const files = testFiles();
let instance: TestInstance;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance();
  workspace = await instance.addWorkspace('team');
});
afterAll(() => instance.close());

const quality = (...args: string[]) => runCommand(instance, qualityCommands, ['quality', ...args]);

const deals = (amount: string) =>
  send(instance, workspace, {
    ...{ source: 'tap-hubspot', stream: 'deals', key: ['id'] },
    records: [
      {
        id: '1',
        properties: {
          dealname: 'One',
          amount,
          dealstage: 'new',
          createdate: new Date().toISOString(),
        },
        updatedAt: new Date().toISOString(),
      },
    ],
  });

it('audits, lists, re-tests and closes', async () => {
  const empty = await quality('audit');
  expect(empty.exit).toBe(1);
  expect(empty.refusals?.[0]).toContain('Nothing was checked');
  await deals('-12.5');
  const failed = await quality('audit');
  expect(failed.exit).toBe(1);
  expect(failed.text()).toMatch(/^failed: score \d+\.\d %, 1 of \d+ rules fail/);
  const { issues } = (await quality('issues')).json as { issues: QualityIssue[] };
  expect(issues).toMatchObject([{ rule: 'amount_range', rows: 1, money: 12.5, currency: 'EUR' }]);
  const id = issues[0]?.id ?? '';
  expect((await quality('issue', id)).text()).toContain('At stake: 12.50 EUR');
  expect((await quality('rules')).text()).toMatch(/amount_range +HubSpot +deal .* failed/);
  await expect(quality('close', id)).rejects.toThrow('cannot be closed');
  expect((await quality('retest', id)).exit).toBe(1);
  await deals('12.5');
  expect(await quality('retest', id)).toMatchObject({ exit: 0, json: { outcome: 'passed' } });
  expect((await quality('close', id)).text()).toBe(`${id} is closed.`);
  expect((await quality('issues')).text()).toBe('Nothing is to be mended.');
  expect((await quality('audit')).exit).toBe(0);
});

it('adds rules of a file, and takes them away', async () => {
  const file = files.file('rules.json', '[{"kind":"required","field":"owner"}]');
  const added = (await quality('add', file, '--table', 'deal')).json as { rules: { id: string }[] };
  expect(added.rules).toHaveLength(1);
  await expect(quality('add', file)).rejects.toThrow('--table is missing');
  const odd = files.file('odd.json', 'owner must be there');
  await expect(quality('add', odd, '--table', 'deal')).rejects.toThrow('no JSON');
  const id = added.rules[0]?.id ?? '';
  expect((await quality('remove', id)).text()).toBe(`${id} is gone.`);
});
