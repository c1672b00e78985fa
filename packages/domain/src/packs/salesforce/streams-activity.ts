import type { PackStream } from '../pack.ts';
import { ACTIVITY_RULES, CAMPAIGN_RULES, TOUCH_RULES } from '../parts/record-rules.ts';
import { AMOUNT, FLAG, into, recordStream } from '../parts/record-stream.ts';
import { CHANGED_AT, CURRENCY, GONE, ID, IS_OBJECT, sf, UPDATED_AT } from './paths.ts';
import { prepareActivity } from './prepare.ts';

const COMMON = { cursor: CHANGED_AT, deleted: GONE } as const;

/** Campaigns, who answered them, and what sales did. */
export const SALESFORCE_ACTIVITY: readonly PackStream[] = [
  recordStream({
    ...COMMON,
    id: 'campaigns',
    name: 'Campaigns',
    names: ['Campaign', 'Campaigns'],
    marks: [IS_OBJECT, sf('NumberOfLeads', 'BudgetedCost', 'ActualCost', 'ExpectedResponse')],
    key: [ID],
    mappings: [
      into('campaign', {
        level: { fixed: 'campaign' },
        campaign_id: ID,
        name: sf('Name'),
        parent_id: sf('ParentId'),
        type: sf('Type'),
        status: sf('Status'),
        start_at: sf('StartDate'),
        end_at: sf('EndDate'),
        budget: sf('BudgetedCost'),
        currency: CURRENCY,
        updated_at: UPDATED_AT,
      }),
    ],
    types: { [sf('BudgetedCost')]: AMOUNT },
    rules: CAMPAIGN_RULES,
  }),
  recordStream({
    ...COMMON,
    id: 'campaign_members',
    name: 'Campaign members',
    names: ['CampaignMember', 'CampaignMembers'],
    key: [ID],
    mappings: [
      {
        table: 'touchpoint',
        // Somebody who was only put on the list has not answered.
        when: [{ path: sf('HasResponded'), is: ['true', '1'] }],
        fields: {
          touch_id: ID,
          at: sf('FirstRespondedDate', 'CreatedDate'),
          kind: { fixed: 'campaign_response' },
          contact_id: sf('ContactId', 'LeadId', 'LeadOrContactId'),
          account_id: sf('AccountId'),
          email: { from: sf('Email'), as: 'lower' },
          campaign_id: sf('CampaignId'),
          campaign: 'Campaign.Name',
          content: sf('Status'),
        },
      },
    ],
    required: [sf('CampaignId'), sf('ContactId', 'LeadId', 'LeadOrContactId')],
    types: { [sf('HasResponded')]: FLAG },
    rules: TOUCH_RULES,
  }),
  ...(['task', 'event'] as const).map((object) =>
    recordStream({
      ...COMMON,
      id: `${object}s`,
      name: object === 'task' ? 'Tasks' : 'Events',
      names: object === 'task' ? ['Task', 'Tasks'] : ['Event', 'Events'],
      marks: [sf('ActivityDate', 'ActivityDateTime', 'StartDateTime'), sf('WhoId', 'WhatId')],
      key: [ID],
      prepare: prepareActivity(object),
      mappings: [
        into('activity', {
          activity_id: ID,
          kind: 'derived.kind',
          at:
            object === 'task'
              ? sf('CompletedDateTime', 'CreatedDate')
              : sf('StartDateTime', 'ActivityDateTime', 'ActivityDate', 'CreatedDate'),
          ...(object === 'task' ? { due_at: sf('ActivityDate') } : {}),
          done_at: object === 'task' ? sf('CompletedDateTime') : sf('EndDateTime'),
          status: sf('Status', 'ShowAs'),
          outcome: sf('CallDisposition'),
          subject: sf('Subject'),
          owner: sf('OwnerId'),
          contact_id: 'derived.contact_id',
          account_id: `${sf('AccountId')}|derived.account_id`,
          deal_id: 'derived.deal_id',
        }),
      ],
      rules: ACTIVITY_RULES,
    }),
  ),
];
