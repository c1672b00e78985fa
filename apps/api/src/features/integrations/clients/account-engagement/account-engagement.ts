import * as z from 'zod';
import type { PullClient, PullStream } from '../../engine/client.ts';
import { loginHost, SALESFORCE_HOSTS, salesforceTokens } from '../salesforce/sign-in.ts';

const API = 'https://pi.pardot.com/api/v5/objects';

const Listed = z.object({
  values: z.array(z.looseObject({ id: z.number() })),
  nextPageToken: z.string().nullish(),
});
const Failed = z.object({ code: z.number() });

const PROSPECT_FIELDS =
  'id,email,firstName,lastName,salutation,company,jobTitle,website,country,city,state,zip,phone,' +
  'industry,annualRevenue,employees,source,score,grade,optedOut,isDoNotEmail,isDoNotCall,' +
  'isEmailHardBounced,emailBouncedAt,campaignId,assignedToId,salesforceId,salesforceLeadId,' +
  'salesforceContactId,salesforceAccountId,salesforceCampaignId,firstActivityAt,lastActivityAt,' +
  'firstReferrerUrl,firstReferrerType,convertedFromObjectType,isDeleted,createdAt,updatedAt';
const ACTIVITY_FIELDS =
  'id,prospectId,visitorId,type,typeName,details,campaignId,emailId,formId,formHandlerId,' +
  'landingPageId,listEmailId,fileId,customRedirectId,opportunityId,paidSearchAdId,siteSearchQueryId,' +
  'visitId,createdAt,updatedAt';
const CAMPAIGN_FIELDS =
  'id,name,cost,folderId,salesforceId,parentCampaignId,isDeleted,createdAt,updatedAt';

type Options = {
  path: string;
  fields: string;
  /** Parameter that leaves out what has not changed; null: a short list, read whole. */
  since: string | null;
  deleted: boolean;
  ability: string;
};

/** The token of a page lives for hours; a void one begins the read anew. */
type Place = { token: string };

function objects(name: string, options: Options): PullStream {
  const cursor = options.since?.startsWith('created') ? 'createdAt' : 'updatedAt';
  return {
    name,
    key: [['id']],
    cursor: [cursor],
    mode: 'upsert',
    needs: `the ability ${options.ability}`,
    deleted: (record) => (record as { isDeleted?: boolean }).isDeleted === true,
    async page({ place, since, start }, tools) {
      const events = options.since?.startsWith('created');
      const from = since ?? (events ? start : null);
      const first = {
        fields: options.fields,
        limit: 1000,
        ...(options.since && from ? { [options.since]: from.replace(/\.\d+Z$/, 'Z') } : {}),
        ...(options.deleted ? { deleted: 'all' } : {}),
      };
      const call = { stream: name, url: `${API}/${options.path}` };
      const token = (place as Place | null)?.token;
      const going = {
        ...call,
        query: { fields: options.fields, nextPageToken: token },
        accept: [400],
      };
      let answer = token === undefined ? null : await tools.ask(going, Listed.or(Failed));
      if (answer === null || !('values' in answer))
        answer = await tools.ask({ ...call, query: first }, Listed);
      const next = answer.nextPageToken ?? null;
      return { records: answer.values, next: next === null ? null : { token: next } };
    },
  };
}

/**
 * Account Engagement (formerly Pardot), API version 5, under the sign-in of Salesforce.
 * Source: developer.salesforce.com/docs/marketing/pardot, “Version 5 overview” and its objects.
 */
export const accountEngagement: PullClient = {
  platform: 'account_engagement',
  name: 'Account Engagement',
  kind: 'records',
  hosts: ['pi.pardot.com', ...SALESFORCE_HOSTS],
  settings: [
    loginHost,
    {
      name: 'businessUnitId',
      label: 'Business unit id: 18 characters that begin with 0Uv',
      pattern: /0Uv[A-Za-z0-9]{15}/,
    },
  ],
  credentials: ['refresh', 'client', 'assertion'],
  tokenEndpoint: salesforceTokens,
  authorize: (token, config) => ({
    authorization: `Bearer ${token}`,
    'pardot-business-unit-id': config.businessUnitId ?? '',
  }),
  // Five calls at once and some ten thousands a day; one after another is enough.
  limit: { requests: 5, perMs: 1_000 },
  streams: [
    objects('prospects', {
      path: 'prospects',
      fields: PROSPECT_FIELDS,
      since: 'updatedAtAfterOrEqualTo',
      deleted: true,
      ability: 'Prospects > Prospects > View',
    }),
    objects('visitor_activities', {
      path: 'visitor-activities',
      fields: ACTIVITY_FIELDS,
      since: 'createdAtAfterOrEqualTo',
      deleted: false,
      ability: 'Prospects > Visitors > View',
    }),
    objects('campaigns', {
      path: 'campaigns',
      fields: CAMPAIGN_FIELDS,
      since: null,
      deleted: true,
      ability: 'Marketing > Campaigns > View',
    }),
  ],
};
