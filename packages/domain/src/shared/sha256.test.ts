import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from './sha256.ts';

describe('sha256', () => {
  // FIPS 180-4 examples, NIST CSRC.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('gives the published digest (%#)', (text, digest) => {
    expect(sha256(text)).toBe(digest);
  });

  it('agrees with the platform on any text', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(text, (any) => sha256(any) === createHash('sha256').update(any).digest('hex')),
    );
  });

  it('treats an unpaired surrogate as every UTF-8 encoder does', () => {
    expect(sha256('\ud800')).toBe(createHash('sha256').update('\ufffd').digest('hex'));
  });
});
