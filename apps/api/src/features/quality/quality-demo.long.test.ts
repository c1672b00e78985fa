import { answerKey, type Fault } from '@openmops/domain/demo';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadedDemo } from '../../testing/loaded-demo.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { DemoState } from '../demo/demo.schema.ts';
import { loadDemo } from '../demo/load-demo.ts';
import { findWorkspace } from '../workspace/find-workspaces.ts';
import { listIssues, readIssue } from './list-quality.ts';
import type { QualityIssue, QualityIssueDetail } from './quality.schema.ts';
import { type AuditAnswer, runAudit } from './run-audit.ts';

/**
 * Rule that finds a planted fault. Not of the data as it stands: a drop of sessions is a change of what was
 * measured (anomaly), a restated day counts rightly, and the drift comes with a run that is still to come.
 */
const RULE_OF: Partial<Record<Fault['kind'], string>> = {
  orphan_spend: 'spend_has_campaign',
  stale_stream: 'source_is_fresh',
  bad_utm: 'visits_have_channel',
  hidden_queries: 'detail_adds_up',
  duplicate_contacts: 'no_duplicates',
};

let instance: TestInstance;
let workspace: Workspace;
let key: Fault[];
let run: AuditAnswer;
let issues: QualityIssue[];
const local = { kind: 'local' } as const;

beforeAll(async () => {
  instance = await testInstance({ from: await loadedDemo() });
  const state = (await loadDemo(instance)) as DemoState;
  key = answerKey(state.today);
  workspace = (await findWorkspace(instance.records.system.db, 'larkfield')) as Workspace;
  run = await runAudit.call(instance.scope(local, workspace), {});
  issues = await listIssues.call(instance.scope(local, workspace), {});
}, 180_000);
afterAll(() => instance.close());

const detail = (rule: string): Promise<QualityIssueDetail> => {
  const id = issues.find((one) => one.rule === rule)?.id ?? '';
  return readIssue.call(instance.scope(local, workspace), { id });
};

describe('an audit of the demo company', () => {
  it('finds every fault of the data that the answer key names, and invents none', () => {
    const planted = key.flatMap(({ kind, source }) =>
      RULE_OF[kind] === undefined ? [] : [`${RULE_OF[kind]} ${source}`],
    );
    const found = issues.map(({ rule, source }) => `${rule} ${source}`);
    expect(found.sort()).toEqual([...new Set(planted)].sort());
    expect(run).toMatchObject({ state: 'failed', failed: found.length });
  });

  it('tells their size as the answer key does', async () => {
    const figures = (kind: Fault['kind']) => key.find((one) => one.kind === kind)?.figures ?? {};
    expect((await detail('spend_has_campaign')).money).toBe(figures('orphan_spend').spend);
    const silent = await detail('source_is_fresh');
    expect(silent.findings[0]?.message).toContain(
      `Silent for ${figures('stale_stream').silentDays} days`,
    );
    expect(silent.money).toBeGreaterThan(0);
    const twice = await detail('no_duplicates');
    expect(twice.rows).toBe(37);
    const tags = await detail('visits_have_channel');
    const said = tags.findings.map(({ message }) => message.split(':')[0]).sort();
    expect(said).toEqual(
      key
        .filter(({ kind }) => kind === 'bad_utm')
        .map(({ figures: { utm_source, medium } }) => `${utm_source} / ${medium}`)
        .sort(),
    );
  });
});
