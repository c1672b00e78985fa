import { ask, ecfr, shipped } from './pack-of.ts';

/** Marketing with protected health information (PHI). */
export const US_HIPAA_MARKETING = shipped({
  id: 'us.hipaa.marketing',
  title: 'HIPAA: marketing',
  about:
    'Communication of covered entities and their business associates that may use protected health information.',
  topics: ['health-information'],
  sources: [
    { title: '45 CFR 164.501, definition of marketing', url: ecfr('title-45/section-164.501') },
    { title: '45 CFR 164.508(a)(3), authorization', url: ecfr('title-45/section-164.508') },
    {
      title: 'HHS on marketing',
      url: 'https://www.hhs.gov/hipaa/for-professionals/privacy/guidance/marketing/index.html',
    },
  ],
  questions: [
    ask({
      id: 'is-marketing',
      evidence: true,
      section: '45 CFR 164.501',
      text: 'Has it been decided, and written down, whether this encourages people to buy or use something, and so is marketing?',
    }),
    ask({
      id: 'authorization',
      kind: 'second',
      mayNotApply: true,
      evidence: true,
      section: '45 CFR 164.508(a)(3)(i)',
      text: 'If health information was used to write or to address it: is a signed authorization of each recipient on file?',
    }),
    ask({
      id: 'remuneration',
      mayNotApply: true,
      evidence: true,
      section: '45 CFR 164.508(a)(3)(ii)',
      text: 'If a third party pays for it: does the authorization say so?',
    }),
    ask({
      id: 'exceptions',
      mayNotApply: true,
      section: '45 CFR 164.508(a)(3)(i)(A)–(B)',
      text: 'If no authorization is used: is it face to face, or a promotional gift of nominal value?',
    }),
    ask({
      id: 'nothing-visible',
      kind: 'second',
      section: '45 CFR 164.502(a)',
      text: 'Is nothing about anybody’s health in subject lines, addresses, trackers or public posts?',
    }),
    ask({
      id: 'recipients-out',
      section: '45 CFR 164.508(b)(5)',
      text: 'Have all who took their authorization back been removed?',
    }),
  ],
});
