import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newToken } from '../../secret.ts';
import { seal, unseal } from './seal.ts';

const secret = newToken();
const place = { workspaceId: 'ws_1', kind: 'webhook', id: 'wh_1' };

describe('a sealed secret', () => {
  it('opens with the same secret in the same place, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(unseal(secret, place, seal(secret, place, text))).toBe(text);
      }),
    );
  });

  it('is different each time, and shows nothing', () => {
    const sealed = seal(secret, place, 'hunter2');
    expect(sealed).toMatch(/^s1\.[\w-]+$/);
    expect(Buffer.from(sealed.slice(3), 'base64url').toString('latin1')).not.toContain('hunter2');
    expect(seal(secret, place, 'hunter2')).not.toBe(sealed);
  });

  it('opens nowhere else, with no other secret, and not after a change of any byte', () => {
    const sealed = seal(secret, place, 'hunter2');
    const refused = /cannot be opened/;
    expect(() => unseal(newToken(), place, sealed)).toThrow(refused);
    expect(() => unseal(secret, { ...place, id: 'wh_2' }, sealed)).toThrow(refused);
    expect(() => unseal(secret, { ...place, workspaceId: 'ws_2' }, sealed)).toThrow(refused);
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal(secret, place, `s1.${changed.toString('base64url')}`)).toThrow(refused);
    }
    for (const wrong of ['', 's1.', 's2.abc', 's1.AAAA']) {
      expect(() => unseal(secret, place, wrong)).toThrow(refused);
    }
  });
});
