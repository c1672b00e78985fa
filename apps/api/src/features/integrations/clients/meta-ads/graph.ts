export const META = { platform: 'meta_ads', name: 'Meta Ads' } as const;

/** A version of the Marketing API is served for about a year. */
export const VERSION = 'v25.0';

/** Address of the Graph API in the version that is wanted. */
export const graph = (config: Readonly<Record<string, string>>) =>
  `https://graph.facebook.com/${config.apiVersion ?? VERSION}`;

/** `x-business-use-case-usage` says per account in how many minutes calls are answered again. */
export function regainMs(header: string | null): number | null {
  const minutes = [...(header ?? '').matchAll(/"estimated_time_to_regain_access"\s*:\s*(\d{1,6})/g)]
    .map(([, text]) => Number(text))
    .filter((one) => one > 0);
  return minutes.length === 0 ? null : Math.max(...minutes) * 60_000;
}
