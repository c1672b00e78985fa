import { answerKey } from '@openmops/domain/demo';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { DemoState } from '../demo/demo.schema.ts';
import { loadDemo } from '../demo/load-demo.ts';
import { findWorkspace } from '../workspace/find-workspaces.ts';
import { listIssues, readIssue, readQuality } from './list-quality.ts';
import type { QualityIssue, QualityIssueDetail } from './quality.schema.ts';
import { type AuditAnswer, runAudit } from './run-audit.ts';

let instance: TestInstance;
let workspace: Workspace;
let state: DemoState;
let run: AuditAnswer;
let issues: QualityIssue[];
const local = { kind: 'local' } as const;

beforeAll(async () => {
  instance = await testInstance();
  state = (await loadDemo(instance)) as DemoState;
  workspace = (await findWorkspace(instance.records.system.db, 'larkfield')) as Workspace;
  run = await runAudit.call(instance.scope(local, workspace), {});
  issues = await listIssues.call(instance.scope(local, workspace), {});
}, 120_000);
afterAll(() => instance.close());

const detail = (id: string): Promise<QualityIssueDetail> =>
  readIssue.call(instance.scope(local, workspace), { id });
const issueOf = (rule: string, source: string) =>
  issues.find((one) => one.rule === rule && one.source === source) as QualityIssue;

describe('an audit of the demo company', () => {
  it('finds every fault of the data that the answer key names, and invents none', async () => {
    console.log(JSON.stringify({ run, issues }, null, 1).slice(0, 9000));
    console.log(
      answerKey(state.today).map((f) => f.kind + ' ' + f.source),
      detail,
      issueOf,
      readQuality,
    );
  });
});
