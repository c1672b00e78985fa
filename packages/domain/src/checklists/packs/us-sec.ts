import { ask, ecfr, shipped } from './pack-of.ts';

const at = (part: string) => `17 CFR 275.206(4)-1${part}`;

/** Advertisements of investment advisers. */
export const US_SEC_MARKETING = shipped({
  id: 'us.sec.marketing',
  title: 'SEC: marketing rule',
  about:
    'Advertisements of registered investment advisers: the seven prohibitions, testimonials, ratings, performance.',
  topics: ['investment'],
  sources: [
    { title: '17 CFR 275.206(4)-1, marketing rule', url: ecfr('title-17/section-275.206(4)-1') },
    { title: '17 CFR 275.204-2, books and records', url: ecfr('title-17/section-275.204-2') },
  ],
  questions: [
    ask({
      id: 'advertisement',
      evidence: true,
      section: at('(e)(1)'),
      text: 'Has it been decided, and written down, whether this is an advertisement under the rule?',
    }),
    ask({
      id: 'true',
      section: at('(a)(1)'),
      text: 'Is every material fact true, and none left out that would change the picture?',
    }),
    ask({
      id: 'substantiated',
      kind: 'second',
      evidence: true,
      section: at('(a)(2)'),
      text: 'Can each material statement of fact be proven to the SEC on demand?',
    }),
    ask({
      id: 'implication',
      section: at('(a)(3)'),
      text: 'Does nothing lead to a conclusion about us that is untrue?',
    }),
    ask({
      id: 'risks',
      section: at('(a)(4)'),
      text: 'Does each benefit stand with its material risks and limits, fairly treated?',
    }),
    ask({
      id: 'specific-advice',
      mayNotApply: true,
      section: at('(a)(5)'),
      text: 'Is specific advice of the past shown in a fair and balanced way?',
    }),
    ask({
      id: 'fair-performance',
      mayNotApply: true,
      section: at('(a)(6)'),
      text: 'Are results neither picked nor left out so that they look better, and periods chosen fairly?',
    }),
    ask({ id: 'not-misleading', section: at('(a)(7)'), text: 'Is it misleading in no other way?' }),
    ask({
      id: 'testimonials',
      mayNotApply: true,
      section: at('(b)'),
      text: 'Do testimonials and endorsements say at once whether by a client, whether paid, and name conflicts of interest?',
    }),
    ask({
      id: 'ratings',
      mayNotApply: true,
      evidence: true,
      section: at('(c)'),
      text: 'Does a third-party rating name its date, period and maker, and whether we paid for it?',
    }),
    ask({
      id: 'net',
      mayNotApply: true,
      section: at('(d)(1)'),
      text: 'Does net performance stand beside gross, as prominently, for the same period and method?',
    }),
    ask({
      id: 'periods',
      mayNotApply: true,
      section: at('(d)(2)'),
      text: 'Are one, five and ten years, or all since the start, shown as prominently as each other (private funds aside), to the last calendar year end?',
    }),
    ask({
      id: 'hypothetical',
      kind: 'second',
      mayNotApply: true,
      evidence: true,
      section: at('(d)(6)'),
      text: 'Is hypothetical performance only for those it suits, by a written policy, with its criteria, assumptions and risks?',
    }),
    ask({
      id: 'record',
      section: '17 CFR 275.204-2(a)(11)',
      text: 'Will a copy be kept with the books, and what proves it?',
    }),
  ],
});
