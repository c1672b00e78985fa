import { describe, expect, it } from 'vitest';
import { normalizeDomain, normalizeEmail, normalizeName } from './index.ts';

describe('normalizeEmail', () => {
  it.each([
    ['Jane.Doe@Example.com', 'jane.doe@example.com'],
    [' "Doe, Jane" <jane+x@example.com> ', 'jane@example.com'],
    ['j.a.n.e+news@googlemail.com', 'jane@gmail.com'],
    ['mailto:jane@example.com', 'jane@example.com'],
    ['jane＠example.com', 'jane@example.com'],
    ['jörg@müller.de', 'jörg@müller.de'],
    ['a@xn--mller-kva.xn--p1ai', 'a@xn--mller-kva.xn--p1ai'],
    ['jane@example', null],
    ['jane@@example.com', null],
    ['.jane@example.com', null],
    ['jane@-example.com', null],
    ['jane', null],
    ['', null],
  ])('%s → %s', (text, address) => {
    expect(normalizeEmail(text)).toBe(address);
  });
});

describe('normalizeDomain', () => {
  it.each([
    ['https://www.Example.com/a?b#c', 'example.com'],
    ['jane@mail.example.co.uk', 'mail.example.co.uk'],
    ['EXAMPLE.COM:8080', 'example.com'],
    ['example.com.', 'example.com'],
    ['localhost', null],
    ['10.0.0.1', null],
    ['', null],
  ])('%s → %s', (text, domain) => {
    expect(normalizeDomain(text)).toBe(domain);
  });
});

describe('normalizeName', () => {
  it.each([
    ['Larkfield Instruments, Inc.', 'larkfield instruments'],
    ['LARKFIELD   Instruments GmbH & Co. KG', 'larkfield instruments gmbh and'],
    ["O'Brien  Ltd", 'obrien'],
    ['Müller-Straße AG', 'muller strasse'],
    ['S.A.P. SE', 'sap'],
    ['AG', 'ag'],
    ['株式会社', '株式会社'],
    ['--', ''],
  ])('%s → %s', (text, name) => {
    expect(normalizeName(text)).toBe(name);
  });
});
