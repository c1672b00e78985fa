import { ask, ecfr, shipped } from './pack-of.ts';

/** Advertising of alcohol. */
export const US_TTB_ALCOHOL = shipped({
  id: 'us.ttb.alcohol',
  title: 'TTB: alcohol advertising',
  about:
    'Advertising of wine, spirits and malt beverages: what must stand there, and what must not.',
  topics: ['alcohol'],
  parameters: [{ id: 'beverage', title: 'Beverage', values: ['wine', 'spirits', 'malt'] }],
  sources: [
    {
      title: '27 CFR Part 4, subpart G (wine)',
      url: ecfr('title-27/chapter-I/subchapter-A/part-4/subpart-G'),
    },
    {
      title: '27 CFR Part 5, subpart N (spirits)',
      url: ecfr('title-27/chapter-I/subchapter-A/part-5/subpart-N'),
    },
    {
      title: '27 CFR Part 7, subpart N (malt)',
      url: ecfr('title-27/chapter-I/subchapter-A/part-7/subpart-N'),
    },
    {
      title: 'TTB on advertising',
      url: 'https://www.ttb.gov/business-central/advertising/alcohol-beverage-advertising',
    },
  ],
  questions: [
    ask({
      id: 'advertiser',
      section: '27 CFR 4.62(a), 5.233(a), 7.233(a)',
      text: 'Does the name of who is responsible stand there, with city and state or another way to reach them?',
    }),
    ask({
      id: 'class',
      section: '27 CFR 4.62(b), 5.233(b), 7.233(b)',
      text: 'Does the class (and type) stand there as on the approved label?',
    }),
    ask({
      id: 'alcohol-content',
      when: { parameter: 'beverage', values: ['spirits'] },
      section: '27 CFR 5.233(c)',
      text: 'Does the alcohol content stand there in percent by volume?',
    }),
    ask({
      id: 'neutral-spirits',
      mayNotApply: true,
      when: { parameter: 'beverage', values: ['spirits'] },
      section: '27 CFR 5.233(d)',
      text: 'If neutral spirits were used: do their share and what they are made of stand there?',
    }),
    ask({
      id: 'health',
      kind: 'lint',
      rules: [
        {
          id: 'ttb.health',
          kind: 'banned',
          terms: [
            'healthy',
            'healthier',
            'good for you',
            'cure*',
            'medicinal',
            'no hangover*',
            'hangover-free',
          ],
          when: [],
          topics: [],
          severity: 'error',
          message: 'This reads as a claim about health.',
          suggestion: 'Leave it out.',
        },
      ],
      section: '27 CFR 4.64, 5.235, 7.235',
      text: 'Is nothing said about health that is untrue or misleading?',
    }),
    ask({
      id: 'disparaging',
      section: '27 CFR 4.64, 5.235, 7.235',
      text: 'Is no competitor’s product disparaged?',
    }),
    ask({
      id: 'misleading',
      section: '27 CFR 4.64, 5.235, 7.235',
      text: 'Is nothing false, misleading, obscene, or a guarantee that misleads?',
    }),
    ask({
      id: 'everywhere',
      mayNotApply: true,
      section: '27 CFR 4.61, 5.232, 7.232',
      text: 'Do the same statements stand on social pages, profiles and videos?',
    }),
  ],
});
