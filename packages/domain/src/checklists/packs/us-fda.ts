import { ask, ecfr, shipped } from './pack-of.ts';

/** Promotion of drugs, devices and supplements. */
export const US_FDA_PROMO = shipped({
  id: 'us.fda.promo',
  title: 'FDA: promotion of health products',
  about:
    'Promotion of prescription drugs, medical devices and supplements: approved use, balance, evidence.',
  draft: true,
  topics: ['health-product', 'drug', 'medical-device', 'supplement'],
  sources: [
    {
      title: '21 CFR 202.1, prescription-drug advertisements',
      url: ecfr('title-21/section-202.1'),
    },
    { title: '21 CFR 101.93, statements for supplements', url: ecfr('title-21/section-101.93') },
    { title: '21 CFR 314.81(b)(3), submission', url: ecfr('title-21/section-314.81') },
  ],
  questions: [
    ask({
      id: 'approved-use',
      kind: 'second',
      evidence: true,
      section: '21 CFR 202.1(e)(4)',
      text: 'Does it speak only of uses that the approval, clearance or label covers?',
    }),
    ask({
      id: 'fair-balance',
      section: '21 CFR 202.1(e)(5)(ii)',
      text: 'Are risks shown as prominently and as readably as benefits?',
    }),
    ask({
      id: 'risk-statement',
      kind: 'lint',
      rules: [
        {
          id: 'fda.risk',
          kind: 'required',
          terms: ['safety information', 'side effect*', 'warning*', 'risk*', 'contraindication*'],
          when: [],
          topics: [],
          severity: 'error',
          message: 'No statement of risks is in the text.',
          suggestion: 'Add the risk statement of the label, or where it stands.',
        },
      ],
      section: '21 CFR 202.1(e)(1)',
      text: 'Is the statement of risks there?',
    }),
    ask({
      id: 'evidence',
      kind: 'second',
      evidence: true,
      section: '21 CFR 202.1(e)(6)–(7)',
      text: 'Is every claim of effect or safety, and every comparison, backed by adequate studies?',
    }),
    ask({
      id: 'names',
      mayNotApply: true,
      section: '21 CFR 202.1(b)',
      text: 'Does the established name stand with the brand name, large enough?',
    }),
    ask({
      id: 'supplement-disclaimer',
      mayNotApply: true,
      section: '21 CFR 101.93(b)–(c)',
      text: 'For a supplement: does the statement stand there that the FDA has not evaluated it and it treats no disease?',
    }),
    ask({
      id: 'submission',
      mayNotApply: true,
      evidence: true,
      section: '21 CFR 314.81(b)(3)(i)',
      text: 'For a prescription drug: is its submission (Form FDA 2253) prepared for the day it goes out?',
    }),
  ],
});
