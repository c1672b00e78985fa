import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeEnv, readEnv } from './env.ts';
import { isWeakSecret, newToken } from './secret.ts';

describe('readEnv', () => {
  it('has a default for everything', () => {
    expect(readEnv({})).toMatchObject({
      port: 4600,
      host: '127.0.0.1',
      demo: true,
      secret: null,
      databaseUrl: null,
      clickhouseUrl: null,
      warnings: [],
    });
    expect(readEnv({}).dataDir).toMatch(/\/data$/);
    expect(readEnv({ OPENMOPS_DEMO: '0', OPENMOPS_PORT: '' })).toMatchObject({
      demo: false,
      port: 4600,
    });
  });

  it('names every bad variable at once', () => {
    const bad = { OPENMOPS_PORT: 'x', DATABASE_URL: 'mysql://a/b', LOG_LEVEL: 'loud' };
    expect(() => readEnv(bad)).toThrow(/OPENMOPS_PORT.*DATABASE_URL.*LOG_LEVEL/);
  });

  it('warns of an unknown variable with the nearest name', () => {
    expect(readEnv({ OPENMOPS_PROT: '1' }).warnings).toEqual([
      'OPENMOPS_PROT is not a variable of OpenMOps. Did you mean OPENMOPS_PORT?',
    ]);
  });

  it('reads secrets from files, and refuses both forms at once', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'openmops-env-')), 'secret');
    const secret = newToken();
    writeFileSync(file, `${secret}\n`);
    expect(readEnv({ OPENMOPS_SECRET_FILE: file }).secret).toBe(secret);
    expect(() => readEnv({ OPENMOPS_SECRET_FILE: file, OPENMOPS_SECRET: secret })).toThrow(/Both/);
    expect(() => readEnv({ OPENMOPS_SECRET_FILE: '/nowhere' })).toThrow(/cannot be read/);
  });

  it('shows settings without their secrets', () => {
    const secret = newToken();
    const env = readEnv({
      OPENMOPS_SECRET: secret,
      DATABASE_URL: 'postgres://me:hunter2@db.example/x?password=hunter2',
      CLICKHOUSE_URL: 'https://me:hunter2@ch.example:8443',
    });
    const shown = JSON.stringify(describeEnv(env));
    expect(shown).not.toContain('hunter2');
    expect(shown).not.toContain(secret);
    expect(shown).toContain('me:***@db.example');
  });
});

describe('secrets that are refused, whatever NODE_ENV says', () => {
  const weak = [
    '',
    'short',
    'a'.repeat(31),
    'a'.repeat(64),
    'ab'.repeat(32),
    '1234567890'.repeat(5),
    'abcdefghijklmnopqrstuvwxyz0123456789',
    'better-auth-secret-12345678901234567890',
    'changeme-changeme-changeme-changeme-1',
    'replace-me-with-a-random-string-please',
    'your-secret-key-goes-here-0123456789ab',
    'this-is-a-secret-value-for-production!',
    'supersecretsupersecretsupersecretsuper',
    'openmops-development-signing-key-00001',
    'passwordpasswordpasswordpasswordpasswor',
  ];
  for (const nodeEnv of ['production', 'development', 'test', undefined]) {
    it.each(weak.filter(Boolean))(`NODE_ENV=${nodeEnv}: %j`, (value) => {
      expect(() => readEnv({ NODE_ENV: nodeEnv, OPENMOPS_SECRET: value })).toThrow(
        /OPENMOPS_SECRET/,
      );
    });
  }

  it('our own are never among them', () => {
    for (let round = 0; round < 2000; round++) expect(isWeakSecret(newToken())).toBe(false);
  });
});
