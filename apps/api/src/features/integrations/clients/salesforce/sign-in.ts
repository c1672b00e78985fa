import type { Setting } from '../../engine/client.ts';
import type { TokenEndpoint } from '../../engine/tokens.ts';

/** Hosts of Salesforce: sign-in and the organisations' own. */
export const SALESFORCE_HOSTS = [
  'login.salesforce.com',
  'test.salesforce.com',
  '.my.salesforce.com',
];

export const loginHost: Setting = {
  name: 'loginHost',
  label:
    'Host of the sign-in: login.salesforce.com, test.salesforce.com, or NAME.my.salesforce.com',
  pattern:
    /(login|test)\.salesforce\.com|[a-z0-9-]+(\.sandbox|\.develop|\.scratch)?\.my\.salesforce\.com/,
  optional: true,
};

/** The sign-in that Salesforce and Account Engagement share. */
export function salesforceTokens(config: Readonly<Record<string, string>>): TokenEndpoint {
  const host = config.loginHost ?? 'login.salesforce.com';
  const audience = host.startsWith('test.')
    ? 'https://test.salesforce.com'
    : 'https://login.salesforce.com';
  return { url: `https://${host}/services/oauth2/token`, audience };
}
