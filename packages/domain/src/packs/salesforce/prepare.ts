import { buyingRole } from '../parts/buying-role.ts';
import { instantReader, type Json, textReader, withDerived } from '../parts/readers.ts';
import { transitionOf } from '../parts/transitions.ts';
import { sf } from './paths.ts';

const isWon = textReader(sf('IsWon'));
const isClosed = textReader(sf('IsClosed'));
const stage = textReader(sf('StageName'));

const says = (text: string | null) => text?.toLowerCase() ?? null;

/** Won, lost or open (null). Salesforce says it of every opportunity; the stage tells where it does not. */
function outcomeOf(record: Json): 'won' | 'lost' | null {
  if (says(isWon(record)) === 'true') return 'won';
  const closed = says(isClosed(record));
  if (closed !== null) return closed === 'true' ? 'lost' : null;
  const name = says(stage(record));
  return name === 'closed won' ? 'won' : name === 'closed lost' ? 'lost' : null;
}

export const prepareOpportunity = (record: Json): Json[] => [
  withDerived(record, { outcome: outcomeOf(record) }),
];

const role = textReader(sf('Role'));

export const prepareRole = (record: Json): Json[] => [
  withDerived(record, { role: buyingRole(role(record)) }),
];

const field = textReader(sf('Field'));
const oldValue = textReader(sf('OldValue'));
const newValue = textReader(sf('NewValue'));
const changedAt = instantReader(sf('CreatedDate'));

/** Rows of a table of field histories: those of the wanted field become changes, the others nothing. */
export const prepareFieldHistory = (of: {
  entity: 'contact' | 'deal';
  parent: string;
  wanted: string;
}) => {
  const parent = textReader(sf(of.parent));
  const wanted = of.wanted.toLowerCase();
  return (record: Json): Json[] => {
    if (says(field(record)) !== wanted) return [];
    const change = transitionOf(record, {
      entity: of.entity,
      id: parent(record),
      from: oldValue(record),
      to: newValue(record),
      at: changedAt(record),
    });
    return change === null ? [] : [change];
  };
};

const opportunity = textReader(sf('OpportunityId'));

/** A state that an opportunity had: its stage since then. */
export const prepareOpportunityHistory = (record: Json): Json[] => {
  const change = transitionOf(record, {
    entity: 'deal',
    id: opportunity(record),
    from: null,
    to: stage(record),
    at: changedAt(record),
  });
  return change === null ? [] : [change];
};

const id = textReader(sf('Id'));
const validFrom = instantReader('_fivetran_start');

/** A version of an opportunity in a table that keeps all of them. */
export const prepareOpportunityVersion = (record: Json): Json[] => {
  const change = transitionOf(record, {
    entity: 'deal',
    id: id(record),
    from: null,
    to: stage(record),
    at: validFrom(record),
  });
  return change === null ? [] : [change];
};

const who = textReader(sf('WhoId'));
const what = textReader(sf('WhatId'));
const subtype = textReader(sf('TaskSubtype', 'EventSubtype'));
const type = textReader(sf('Type'));

/** Identifiers of Salesforce begin with what they identify: 006 is an opportunity, 001 an account. */
const only = (prefix: string, text: string | null) => (text?.startsWith(prefix) ? text : null);

/** A task or event with its kind and what it is about. */
export const prepareActivity =
  (object: 'task' | 'event') =>
  (record: Json): Json[] => {
    const words = `${subtype(record) ?? ''} ${type(record) ?? ''}`.toLowerCase();
    const kind = words.includes('call')
      ? 'call'
      : words.includes('email')
        ? 'email'
        : object === 'event' || words.includes('meeting')
          ? 'meeting'
          : 'task';
    return [
      withDerived(record, {
        kind,
        contact_id: who(record),
        deal_id: only('006', what(record)),
        account_id: only('001', what(record)),
      }),
    ];
  };
