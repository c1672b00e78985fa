import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ContactRecord,
  type Decision,
  isDesk,
  isFreeMail,
  stitchAccounts,
  stitchPeople,
  type TouchRecord,
} from './index.ts';

const contact = (contactId: string, more: Partial<ContactRecord> = {}): ContactRecord => ({
  source: 'hubspot',
  contactId,
  ...more,
});
const touch = (touchId: string, more: Partial<TouchRecord> = {}): TouchRecord => ({
  source: 'web',
  touchId,
  at: 10,
  kind: 'form',
  ...more,
});

describe('people', () => {
  it('are stitched from visitor over form to contacts of two systems, each link with its reason', () => {
    const { people, refused } = stitchPeople({
      contacts: [
        contact('1', { email: 'Jane.Doe@Example.com', anonymousId: 'h1' }),
        { source: 'salesforce', contactId: 'L', email: null, mergedInto: 'C' },
        { source: 'salesforce', contactId: 'C', email: 'jane.doe+crm@example.com' },
        { source: 'marketo', contactId: '7', otherIds: [{ source: 'salesforce', contactId: 'C' }] },
      ],
      touches: [
        touch('t1', { anonymousId: 'c1', email: 'jane.doe@example.com' }),
        touch('t2', { anonymousId: 'c2' }),
      ],
    });
    expect(refused).toEqual([]);
    expect(people.map(({ members }) => members)).toEqual([
      [
        'contact/hubspot/1',
        'contact/marketo/7',
        'contact/salesforce/C',
        'contact/salesforce/L',
        'email//jane.doe@example.com',
        'anonymous/hubspot/h1',
        'anonymous/web/c1',
      ],
      ['anonymous/web/c2'],
    ]);
    expect(people[0]?.id).toBe('contact/hubspot/1');
    expect(people[0]?.links.map(({ rule, evidence }) => [rule, evidence])).toEqual([
      ['source_merge', 'contact L of salesforce'],
      ['other_id', 'contact 7 of marketo'],
      ['same_email', 'contact 1 of hubspot'],
      ['same_email', 'contact C of salesforce'],
      ['source_link', 'contact 1 of hubspot'],
      ['form', 'touch t1 of web'],
    ]);
  });

  it('with two addresses stay two, however they share a device', () => {
    const contacts = [
      contact('1', { email: 'jane@example.com' }),
      contact('2', { email: 'joe@example.com' }),
    ];
    const touches = [
      touch('t1', { anonymousId: 'c', email: 'joe@example.com', at: 5 }),
      touch('t2', { anonymousId: 'c', email: 'jane@example.com', at: 9 }),
    ];
    const answer = stitchPeople({ contacts, touches });
    expect(answer.people.length).toBe(2);
    expect(answer.personOf.get('anonymous/web/c')).toBe('contact/hubspot/2');
    expect(answer.refused.map(({ rule, because }) => [rule, because])).toEqual([
      [
        'form',
        'It would join jane@example.com with joe@example.com: two addresses, and nobody said that they are one person.',
      ],
    ]);
    expect(answer.warnings.map(({ code }) => code)).toEqual(['links_refused']);
    const said: Decision = {
      kind: 'same',
      a: 'contact/hubspot/1',
      b: 'contact/hubspot/2',
      by: 'Ana',
      at: 1,
    };
    const joined = stitchPeople({ contacts, touches, decisions: [said] });
    expect(joined.people.map(({ emails }) => emails)).toEqual([
      ['jane@example.com', 'joe@example.com'],
    ]);
    expect(joined.refused).toEqual([]);
  });

  it('that somebody called different are not joined by anything', () => {
    const both = { email: 'jane@example.com' };
    const different: Decision = {
      kind: 'different',
      a: 'contact/hubspot/1',
      b: 'contact/hubspot/2',
      by: 'Ana',
      at: 1,
    };
    const answer = stitchPeople({
      contacts: [contact('1', both), contact('2', both)],
      decisions: [different],
    });
    expect(answer.people.map(({ id }) => id)).toEqual(['contact/hubspot/1', 'contact/hubspot/2']);
    expect(answer.refused[0]?.because).toContain('Ana said');
  });

  it('do not share a desk', () => {
    const desk = { email: 'info@example.com' };
    expect(stitchPeople({ contacts: [contact('1', desk), contact('2', desk)] }).people.length).toBe(
      2,
    );
    expect([isDesk('Info@example.com'), isDesk('ana@example.com')]).toEqual([true, false]);
    expect([
      isFreeMail('x@Yahoo.co.uk'),
      isFreeMail('example.com'),
      isFreeMail('nonsense'),
    ]).toEqual([true, false, false]);
  });

  const some = <T>(make: (i: number) => T) =>
    fc.option(fc.integer({ min: 0, max: 3 }).map(make), { nil: null });
  const mail = (i: number) =>
    ['a@x.example', 'b@x.example', 'A+n@x.example', 'info@x.example'][i] as string;
  const randomContact = fc.record({
    source: fc.constantFrom('s1', 's2'),
    contactId: fc.constantFrom('1', '2', '3', '4'),
    email: some(mail),
    anonymousId: some((i) => `v${i}`),
    mergedInto: fc.option(fc.constantFrom('1', '2'), { nil: null, freq: 5 }),
  });
  const randomTouch = fc.record({
    source: fc.constantFrom('s1', 's2'),
    touchId: fc.integer({ min: 0, max: 99 }).map(String),
    at: fc.integer({ min: 0, max: 5 }),
    kind: fc.constant('form'),
    contactId: some((i) => `${i}`),
    anonymousId: some((i) => `v${i}`),
    email: some(mail),
  });
  const rows = fc.record({
    contacts: fc.uniqueArray(randomContact, {
      selector: ({ source, contactId }) => `${source} ${contactId}`,
    }),
    touches: fc.array(randomTouch, { maxLength: 8 }),
  });

  it('do not depend on the order of rows', () => {
    fc.assert(
      fc.property(rows, ({ contacts, touches }) => {
        const turned = { contacts: [...contacts].reverse(), touches: [...touches].reverse() };
        const one = stitchPeople({ contacts, touches });
        const other = stitchPeople(turned);
        expect(other.people).toEqual(one.people);
        expect(other.refused).toEqual(one.refused);
        expect([...other.personOf]).toEqual([...one.personOf]);
      }),
      { numRuns: 1000 },
    );
  });

  it('never have two addresses unless somebody may say so, and each node is in one of them', () => {
    fc.assert(
      fc.property(rows, (input) => {
        const { people, personOf } = stitchPeople(input);
        const members = people.flatMap((person) => person.members);
        expect(new Set(members).size).toBe(members.length);
        expect(members.length).toBe(personOf.size);
        for (const { emails, links } of people) {
          const mayBe = links.some(({ rule }) => rule === 'source_merge');
          if (!mayBe) expect(emails.length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('companies', () => {
  const accounts = [
    { source: 'hubspot', accountId: '10', name: 'Example', domain: 'www.example.com' },
    { source: 'salesforce', accountId: 'A', name: 'Example Inc.', domain: 'example.com' },
    { source: 'salesforce', accountId: 'B', name: 'Example Japan', domain: 'example.com' },
    { source: 'salesforce', accountId: 'G', name: 'A freelancer', domain: 'gmail.com' },
    { source: 'salesforce', accountId: 'D', name: 'Other', domain: 'other.example' },
    { source: 'salesforce', accountId: 'E', name: 'Other, old', mergedInto: 'D' },
  ];
  const contacts = [
    contact('1', { email: 'jane@example.com', accountId: '10' }),
    contact('2', { email: 'joe@gmail.com' }),
    contact('3', { email: 'jim@other.example' }),
    contact('4', { email: 'jil@example.com' }),
    {
      source: 'salesforce',
      contactId: 'S',
      email: 'jane@example.com',
      accountId: 'D',
      updatedAt: 5,
    },
  ];
  const people = stitchPeople({ contacts });
  const answer = stitchAccounts({ accounts, contacts, people });

  it('are accounts of several systems with one domain, not two of one system', () => {
    expect(answer.companies.map(({ members }) => members.join(' '))).toEqual([
      'account/hubspot/10 account/salesforce/A',
      'account/salesforce/B',
      'account/salesforce/D account/salesforce/E',
      'account/salesforce/G',
    ]);
    expect(answer.refused[0]?.because).toContain('salesforce keeps them as two accounts');
  });

  it('have people by what the source says, then by domain, never by free mail', () => {
    const of = (id: string) => answer.membershipOf.get(`contact/hubspot/${id}`);
    expect(of('1')).toMatchObject({
      company: 'account/salesforce/D',
      rule: 'source_account',
      others: ['account/hubspot/10'],
    });
    expect(of('2')).toBeUndefined();
    expect(of('3')).toMatchObject({ company: 'account/salesforce/D', rule: 'domain' });
    expect(of('4')).toBeUndefined();
  });

  it('do not depend on the order of rows', () => {
    const indices = fc.shuffledSubarray([...accounts.keys()], { minLength: accounts.length });
    fc.assert(
      fc.property(indices, (order) => {
        const turned = stitchAccounts({
          accounts: order.map((i) => accounts[i] as (typeof accounts)[number]),
          contacts: [...contacts].reverse(),
          people,
        });
        expect(turned.companies).toEqual(answer.companies);
        expect(new Map(turned.membershipOf)).toEqual(new Map(answer.membershipOf));
      }),
      { numRuns: 1000 },
    );
  });
});
