import type { Workspace } from '@openmops/domain/workspace';
import { findVerb } from '../verb.ts';
import type { TestInstance } from './test-instance.ts';

const FILE = `Day,Campaign,Currency code,Cost,Impressions,Clicks
2026-01-01,canary campaign,EUR,10.50,1000,50
2026-01-02,canary campaign,EUR,20.25,2000,60
`;

/** Something of every kind in a workspace, through the verbs; every text of it holds "canary". */
export async function addSampleTo(instance: TestInstance, workspace: Workspace): Promise<string[]> {
  const call = async <T>(name: string, input: unknown): Promise<T> => {
    const verb = findVerb(name);
    if (!verb) throw new Error(`There is no verb ${name}.`);
    return verb.call(instance.scope({ kind: 'local' }, workspace), input) as Promise<T>;
  };
  const owner = await instance.addUser(workspace, 'owner');
  const viewer = await instance.addUser(workspace, 'viewer');
  const key = await call<{ id: string }>('keys.create', {
    name: 'canary key',
    scopes: ['kpis.read'],
  });
  const embed = await call<{ id: string }>('embeds.create', {
    name: 'canary embed',
    kpis: ['spend'],
    origins: ['https://canary.example.com'],
  });
  const webhook = await call<{ id: string }>('webhooks.create', {
    name: 'canary webhook',
    provider: 'standard',
  });
  const first = await call<{ upload: string }>('imports.upload', {
    name: 'canary.csv',
    body: bytes(),
  });
  const options = { currency: 'EUR' };
  const report = await call<{ batch: string }>('imports.run', { upload: first.upload, options });
  const second = await call<{ upload: string }>('imports.upload', {
    name: 'canary2.csv',
    body: bytes(),
  });
  const { id, slug } = workspace;
  return [
    id,
    slug,
    owner.id,
    viewer.id,
    key.id,
    embed.id,
    webhook.id,
    report.batch,
    first.upload,
    second.upload,
  ];
}

async function* bytes(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(FILE);
}
