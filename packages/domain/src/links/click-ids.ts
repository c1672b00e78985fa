/** Parameters that ad and mail platforms add to a click, by who adds them. */
const ADDED_BY = {
  'Google Ads': 'gclid gclsrc gbraid wbraid gad_source gad_campaignid',
  'Google Merchant Center': 'srsltid',
  'Google Marketing Platform': 'dclid',
  'Microsoft Ads': 'msclkid',
  Meta: 'fbclid igshid igsh',
  TikTok: 'ttclid',
  LinkedIn: 'li_fat_id',
  X: 'twclid',
  Snapchat: 'sccid',
  Reddit: 'rdt_cid',
  Pinterest: 'epik',
  Quora: 'qclid',
  Yandex: 'yclid ysclid',
  Taboola: 'tblci',
  Outbrain: 'dicbo obclid',
  'impact.com': 'irclickid',
  Awin: 'awc',
  CJ: 'cjevent',
  'Adobe Advertising': 'ef_id s_kwcid',
  'Mailchimp (recipient)': 'mc_eid',
  'Marketo (recipient)': 'mkt_tok',
  'HubSpot (recipient)': '_hsenc _hsmi',
  'Klaviyo (recipient)': '_kx',
  'Vero (recipient)': 'vero_id',
};

/** The same by lower-case name of the parameter. */
export const CLICK_IDS: ReadonlyMap<string, string> = new Map(
  Object.entries(ADDED_BY).flatMap(([platform, names]) =>
    names.split(' ').map((name) => [name, platform] as const),
  ),
);

/** The platform that adds a parameter to clicks; null when it is none of theirs. */
export function clickPlatform(name: string): string | null {
  return CLICK_IDS.get(name.toLowerCase()) ?? null;
}
