import { describe, expect, it } from 'vitest';
import { emailEvent } from '../engagement/index.ts';
import {
  COMMON_LIFECYCLE,
  deriveTransitions,
  lifecycleContact,
  lifecycleDeal,
  sourceTransition,
} from '../lifecycle/index.ts';
import { modelTable } from '../model/index.ts';
import { accountRecord, contactRecord, stitchPeople, touchRecord } from './index.ts';

/** A row with something in every field, so that a field that is renamed shows. */
const rowOf = (table: Parameters<typeof modelTable>[0]) =>
  Object.fromEntries(
    modelTable(table).fields.map(({ id, type }, i) => [
      id,
      type === 'text' ? `${id}!` : type === 'flag' ? true : 1000 + i,
    ]),
  );

describe('rows of the model', () => {
  it('fill every field of what identity and lifecycle read', () => {
    const email = { ...rowOf('email_event'), kind: 'click' };
    const transition = { ...rowOf('stage_transition'), entity: 'deal' };
    const read = [
      contactRecord('s', rowOf('contact')),
      accountRecord('s', rowOf('account')),
      touchRecord('s', rowOf('touchpoint')),
      lifecycleContact('s', rowOf('contact')),
      lifecycleContact('s', rowOf('contact')).dates ?? {},
      lifecycleDeal('s', rowOf('deal')),
      sourceTransition('s', transition) ?? {},
      emailEvent('s', email) ?? {},
    ];
    for (const record of read) {
      const empty = Object.entries(record).filter(
        ([, value]) => value === null || Number.isNaN(value),
      );
      expect(empty).toEqual([]);
      expect(Object.keys(record).length).toBeGreaterThan(4);
    }
    expect(emailEvent('s', rowOf('email_event'))).toBeNull();
    expect(sourceTransition('s', rowOf('stage_transition'))).toBeNull();
  });

  it('become people and stages; empty text is nothing', () => {
    const contact = { contact_id: '1', email: '', lead_at: 5, converted_deal_id: '9' };
    const deal = { deal_id: '9', stage: 'Closed Won', outcome: null, created_at: 7, closed_at: 9 };
    const { people } = stitchPeople({ contacts: [contactRecord('crm', contact)] });
    expect(people.map(({ emails }) => emails)).toEqual([[]]);
    const { transitions } = deriveTransitions({
      contacts: [lifecycleContact('crm', contact)],
      deals: [lifecycleDeal('crm', deal)],
      definition: COMMON_LIFECYCLE,
      asOf: 10,
    });
    expect(transitions.at(-1)).toMatchObject({ to: 'won', at: 9, track: 'person/crm/1' });
  });
});
