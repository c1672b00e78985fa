import { STARTER_RULES } from '../../content/index.ts';
import { ask, ecfr, shipped } from './pack-of.ts';

const rulesOf = (...ids: string[]) => STARTER_RULES.filter(({ id }) => ids.includes(id));

/** Truth in advertising. */
export const US_FTC = shipped({
  id: 'us.ftc',
  title: 'FTC: truth in advertising',
  about:
    'Claims, endorsements, reviews, prices and environmental claims towards consumers in the US.',
  topics: ['consumer', 'endorsement', 'price-claim', 'green-claim', 'health-product'],
  sources: [
    {
      title: 'FTC Policy Statement Regarding Advertising Substantiation (1984)',
      url: 'https://www.ftc.gov/legal-library/browse/ftc-policy-statement-regarding-advertising-substantiation',
    },
    {
      title: '16 CFR Part 255, Endorsements',
      url: ecfr('title-16/chapter-I/subchapter-B/part-255'),
    },
    {
      title: '16 CFR Part 260, Green Guides',
      url: ecfr('title-16/chapter-I/subchapter-B/part-260'),
    },
    { title: '16 CFR Part 233, Pricing', url: ecfr('title-16/chapter-I/subchapter-B/part-233') },
    { title: '16 CFR Part 251, “Free”', url: ecfr('title-16/chapter-I/subchapter-B/part-251') },
    { title: '16 CFR Part 465, Reviews', url: ecfr('title-16/chapter-I/subchapter-D/part-465') },
  ],
  questions: [
    ask({
      id: 'substantiation',
      kind: 'lint',
      rules: rulesOf('claim.health', 'claim.best', 'claim.guarantee'),
      evidence: true,
      section: 'Policy Statement on Substantiation (1984)',
      text: 'Was there proof on file for each claim, stated or implied, before it is used?',
    }),
    ask({
      id: 'net-impression',
      section: 'FTC Act § 5, 15 U.S.C. 45',
      text: 'Is the overall impression true for the people it is meant for, with nothing left out that they would need to know?',
    }),
    ask({
      id: 'endorsers',
      mayNotApply: true,
      section: '16 CFR 255.5',
      text: 'Is every tie between us and somebody who endorses it (pay, gifts, family, employment) shown where it is seen at once?',
    }),
    ask({
      id: 'typical-results',
      mayNotApply: true,
      evidence: true,
      section: '16 CFR 255.2(b)',
      text: 'Where a customer tells of results: are they what people can generally expect, or does it say what is?',
    }),
    ask({
      id: 'reviews',
      mayNotApply: true,
      section: '16 CFR 465.2, 465.4, 465.7',
      text: 'Are reviews of real people who used it, not bought for being good, and none held back for being bad?',
    }),
    ask({
      id: 'prices',
      mayNotApply: true,
      section: '16 CFR 233.1, 251.1',
      text: 'Are prices, savings and “free” true, with former prices that were really asked and terms beside them?',
    }),
    ask({
      id: 'green-claims',
      kind: 'lint',
      rules: rulesOf('claim.green'),
      evidence: true,
      section: '16 CFR 260.4',
      text: 'Does each claim about the environment name the one benefit, what it holds for, and is it proven?',
    }),
    ask({
      id: 'disclosures',
      mayNotApply: true,
      section: '16 CFR 255.0(f)',
      text: 'Are disclosures hard to miss and easy to understand, on the smallest screen too?',
    }),
  ],
});
