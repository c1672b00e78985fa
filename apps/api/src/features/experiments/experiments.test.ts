import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { createKey } from '../keys/create-key.ts';
import {
  concludeExperiment,
  createExperiment,
  importLook,
  lookAtExperiment,
  moveExperiment,
  planExperiment,
} from './change-experiment.ts';
import { listExperiments, showExperiment, sizeExperiment } from './show-experiment.ts';

let instance: TestInstance;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.parse('2026-03-01T12:00:00Z') });
  workspace = await instance.addWorkspace();
});
afterAll(() => instance.close());

const scope = () => instance.scope({ kind: 'local' }, workspace);
const PLAN = {
  ...{ name: 'Subject line Q1', hypothesis: 'A question is opened more often.' },
  ...{ variable: 'messaging' as const, success: 'clicked', baseline: 0.05, effect: 0.01 },
  arms: [
    { name: 'Statement', share: 0.5 },
    { name: 'Question', share: 0.5 },
  ],
};
const get = (id: string) => showExperiment.call(scope(), { id });

describe('an experiment', () => {
  it('is registered, read as planned, and kept with what was learned', async () => {
    const { id } = await createExperiment.call(scope(), PLAN);
    await moveExperiment.call(scope(), { id, version: 1, state: 'running' });
    const arms = [
      { cases: 5000, successes: 250 },
      { cases: 5000, successes: 300 },
    ];
    await lookAtExperiment.call(scope(), { id, look: { asOf: '2026-02-20', arms } });
    const { looks, size } = await get(id);
    expect(size).toMatchObject({ perArm: 8158, total: 16_316, audience: null });
    const [read] = looks[0]?.variants ?? [];
    expect(read?.z).toBeCloseTo(2.193, 3);
    expect(read?.pValue).toBeCloseTo(0.0283, 4);
    expect(read?.interval.low).toBeCloseTo(0.00107, 5);
    expect(read?.interval.high).toBeCloseTo(0.01893, 5);
    expect(read?.verdict).toMatchObject({ code: 'variant_better', conclusive: false });
    expect(read?.verdict.text).toContain('before the planned 8,158 per arm');

    await expect(planExperiment.call(scope(), { id, version: 2, plan: PLAN })).rejects.toThrow(
      'its plan stands',
    );
    await expect(
      concludeExperiment.call(scope(), { id, version: 2, decision: 'adopt', learning: 'x' }),
    ).rejects.toThrow('is running');
    await moveExperiment.call(scope(), { id, version: 2, state: 'ended' });
    const end = { id, version: 3, decision: 'adopt' as const, learning: 'Questions work.' };
    await concludeExperiment.call(scope(), end);
    await expect(
      lookAtExperiment.call(scope(), { id, look: { asOf: '2026-03-01', arms } }),
    ).rejects.toThrow('is concluded');
    const [listed] = await listExperiments.call(scope(), {});
    expect(listed).toMatchObject({ state: 'concluded', verdicts: ['variant_better'], version: 4 });
  });

  it('warns when the audience is too small, with the effect that it shows', async () => {
    const size = await sizeExperiment.call(scope(), { ...PLAN, audience: 4500 });
    expect(size.audience).toMatchObject({ perArm: 2250, enough: false });
    expect(size.audience?.detectable).toBeCloseTo(0.0198, 4);
    expect(size.warnings).toMatchObject([{ code: 'audience_too_small' }]);
  });

  it('takes counts as a table, and starts with them', async () => {
    const { id } = await createExperiment.call(scope(), PLAN);
    const csv = 'Arm;Cases;Successes\nQuestion;4700;235\nStatement;5000;250\n';
    await importLook.call(scope(), { id, asOf: '2026-02-20', csv });
    const { state, looks } = await get(id);
    expect(state).toBe('running');
    expect(looks[0]?.arms.map(({ cases }) => cases)).toEqual([5000, 4700]);
    expect(looks[0]?.variants[0]?.split?.pValue).toBeCloseTo(0.0023, 4);
    const wrong = (table: string) =>
      importLook.call(scope(), { id, asOf: '2026-02-21', csv: table });
    await expect(wrong('arm,cases,successes\nStatement,9,1')).rejects.toThrow('no arm “Question”');
    await expect(wrong(csv.replace('4700', '4.7k'))).rejects.toThrow('Line 2, cases: “4.7k”');
    await expect(wrong(csv.replace('4700', '100'))).rejects.toThrow('More successes');
    await expect(wrong(`${csv}Third;1;1\n`)).rejects.toThrow('3 lines for 2 arms');
    expect((await get(id)).looks).toHaveLength(1);
  });

  it('refuses a version that somebody has changed meanwhile', async () => {
    const { id } = await createExperiment.call(scope(), PLAN);
    await planExperiment.call(scope(), { id, version: 1, plan: { ...PLAN, name: 'New' } });
    const late = planExperiment.call(scope(), { id, version: 1, plan: PLAN });
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(late).rejects.toMatchObject({ detail: { version: 2, now: { name: 'New' } } });
    expect((await get(id)).name).toBe('New');
  });

  it('by REST: 201, 400 with the field, 409, 404', async () => {
    const scopes = ['plans.read' as const, 'campaigns.write' as const];
    const { key } = await createKey.call(scope(), { name: 'k', scopes });
    const post = async (path: string, body: unknown) => {
      const answer = await instance.app.request(`/api/v1/experiments${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: (await answer.json()) as { id: string } };
    };
    const made = await post('', PLAN);
    expect(made).toMatchObject({ status: 201, body: { state: 'planned', version: 1 } });
    const moved = await post(`/${made.body.id}/move`, { version: 1, state: 'running' });
    expect(moved).toMatchObject({ status: 200, body: { state: 'running' } });
    expect((await post(`/${made.body.id}/move`, { version: 1, state: 'ended' })).status).toBe(409);
    expect((await post('/xp_none/move', { version: 1, state: 'ended' })).status).toBe(404);
    const bad = await post('', { ...PLAN, arms: [{ name: 'A', share: 1 }] });
    expect(bad.status).toBe(400);
    expect(JSON.stringify(bad.body)).toContain('arms');
  });
});
