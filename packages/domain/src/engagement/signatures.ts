import type { MachineRule } from './email-event.ts';

/** How a machine is known: a part of its name or the whole of it, and where that was read. */
export type AgentSignature = {
  name: string;
  rule: Extract<MachineRule, 'security_agent' | 'prefetch_agent' | 'robot_agent' | 'apple_mpp'>;
  /** Lower case; part of the user agent, or all of it with `whole`. */
  text: string;
  whole?: boolean;
  /** Opens only: the same name clicks for humans. */
  opensOnly?: boolean;
  source: string;
};

/** A list is never changed: a change is a new version. */
export const SIGNATURES_VERSION = '2026-11';

const GATEWAYS =
  'https://check.live-direct-marketing.online/blog/bot-clicks-security-scanners-detect';
/** An agent that says who it is carries the name of its vendor. */
const OWN_NAME = 'own: the name of the vendor';
const CRAWLERS = 'https://github.com/JayBizzle/Crawler-Detect';

export const MACHINE_AGENTS: readonly AgentSignature[] = [
  {
    name: 'Apple Mail Privacy Protection',
    rule: 'apple_mpp',
    text: 'mozilla/5.0',
    whole: true,
    opensOnly: true,
    source:
      'https://help.socketlabs.com/docs/identifying-apple-mpp-opens-in-notification-api-events',
  },
  {
    name: 'Gmail before the mail is shown',
    rule: 'prefetch_agent',
    text: 'chrome/42.0.2311.135 safari/537.36 edge/12.246',
    source: 'https://github.com/mautic/mautic/pull/10245',
  },
  {
    name: 'Gmail sampling content',
    rule: 'security_agent',
    text: 'gmail-content-sampling',
    source: 'https://github.com/mssola/user_agent/issues/71',
  },
  {
    name: 'Barracuda',
    rule: 'security_agent',
    text: 'barracuda',
    source: 'https://github.com/JayBizzle/Crawler-Detect/issues/552',
  },
  { name: 'Proofpoint', rule: 'security_agent', text: 'proofpoint', source: GATEWAYS },
  { name: 'Mimecast', rule: 'security_agent', text: 'mimecast', source: OWN_NAME },
  {
    name: 'Outlook Safe Links',
    rule: 'security_agent',
    text: 'safelinks',
    source: OWN_NAME,
  },
  {
    name: 'Cisco Secure Email',
    rule: 'security_agent',
    text: 'ciscosecureemail',
    source: GATEWAYS,
  },
  { name: 'IronPort', rule: 'security_agent', text: 'ironport', source: OWN_NAME },
  { name: 'Trend Micro', rule: 'security_agent', text: 'trendmicro', source: OWN_NAME },
  { name: 'SpamExperts', rule: 'security_agent', text: 'spamexperts', source: CRAWLERS },
  { name: 'Slack preview', rule: 'prefetch_agent', text: 'slackbot', source: CRAWLERS },
  { name: 'Skype preview', rule: 'prefetch_agent', text: 'skypeuripreview', source: CRAWLERS },
  {
    name: 'Facebook preview',
    rule: 'prefetch_agent',
    text: 'facebookexternalhit',
    source: CRAWLERS,
  },
  { name: 'WhatsApp preview', rule: 'prefetch_agent', text: 'whatsapp/', source: CRAWLERS },
  { name: 'Bing preview', rule: 'prefetch_agent', text: 'bingpreview', source: CRAWLERS },
  { name: 'headless browser', rule: 'robot_agent', text: 'headlesschrome', source: CRAWLERS },
  { name: 'PhantomJS', rule: 'robot_agent', text: 'phantomjs', source: CRAWLERS },
  { name: 'Python', rule: 'robot_agent', text: 'python-requests', source: CRAWLERS },
  { name: 'Python', rule: 'robot_agent', text: 'python-urllib', source: CRAWLERS },
  { name: 'Go', rule: 'robot_agent', text: 'go-http-client', source: CRAWLERS },
  { name: 'curl', rule: 'robot_agent', text: 'curl/', source: CRAWLERS },
  { name: 'wget', rule: 'robot_agent', text: 'wget/', source: CRAWLERS },
  { name: 'Java', rule: 'robot_agent', text: 'apache-httpclient', source: CRAWLERS },
];

/**
 * Proxies through which mail programs fetch images when somebody opens a mail: a human’s open, but network and program
 * are the proxy’s.
 */
export const IMAGE_PROXIES: readonly { name: string; text: string; source: string }[] = [
  {
    name: 'Google image proxy',
    text: 'googleimageproxy',
    source: 'https://github.com/matomo-org/device-detector/issues/5359',
  },
  {
    name: 'Yahoo mail proxy',
    text: 'yahoomailproxy',
    source: 'https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html',
  },
  {
    name: 'Yandex image resizer',
    text: 'yandeximageresizer',
    source: 'https://github.com/mautic/mautic/issues/8718',
  },
];

/** Networks from which gateways fetch links. A workspace adds those that it sees. */
export const MACHINE_NETWORKS: readonly { name: string; range: string; source: string }[] = [
  {
    name: 'Barracuda',
    range: '209.222.80.0/21',
    source:
      'https://campus.barracuda.com/product/emailgatewaydefense/doc/96023004/ip-analysis-inbound/',
  },
];
