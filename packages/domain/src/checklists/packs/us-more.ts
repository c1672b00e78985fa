import { ask, ecfr, shipped } from './pack-of.ts';

/** Marketing of health plans. */
export const US_ACA = shipped({
  id: 'us.aca',
  title: 'Affordable Care Act: health plans',
  about:
    'Marketing of qualified health plans: benefits as approved, nobody left out, notices and languages.',
  draft: true,
  topics: ['health-plan'],
  sources: [
    { title: '45 CFR 156.225, marketing of plans', url: ecfr('title-45/section-156.225') },
    {
      title: '45 CFR 155.220(j), conduct of agents and brokers',
      url: ecfr('title-45/section-155.220'),
    },
    {
      title: '45 CFR Part 92, nondiscrimination',
      url: ecfr('title-45/subtitle-A/subchapter-A/part-92'),
    },
  ],
  questions: [
    ask({
      id: 'benefits',
      kind: 'second',
      evidence: true,
      section: '45 CFR 156.225',
      text: 'Do benefits, networks and costs stand there as they were approved, limits included?',
    }),
    ask({
      id: 'no-discouraging',
      section: '45 CFR 156.225(b)',
      text: 'Does nothing discourage people with significant health needs from enrolling?',
    }),
    ask({
      id: 'not-misleading',
      section: '45 CFR 155.220(j)(2)(i)',
      text: 'Is it free of untrue and misleading statements, and of any look of a public authority?',
    }),
    ask({
      id: 'nondiscrimination',
      mayNotApply: true,
      section: '45 CFR 92.10',
      text: 'Is the notice of nondiscrimination there, where one is due?',
    }),
    ask({
      id: 'languages',
      mayNotApply: true,
      section: '45 CFR 92.11',
      text: 'Is the notice of free language assistance there, in the languages of the state?',
    }),
    ask({
      id: 'subsidy',
      mayNotApply: true,
      evidence: true,
      section: '45 CFR 155.220(j)',
      text: 'Are prices with tax credits shown with who gets them?',
    }),
  ],
});

/** Spend of public companies. */
export const US_SOX_SPEND = shipped({
  id: 'us.sox.spend',
  title: 'Sarbanes–Oxley: marketing spend',
  about:
    'Internal control over marketing spend of public companies: approval, evidence, period, retention.',
  draft: true,
  topics: ['public-company-spend'],
  sources: [
    {
      title: '15 U.S.C. 7262, assessment of internal controls (SOX § 404)',
      url: 'https://www.law.cornell.edu/uscode/text/15/7262',
    },
    {
      title: '15 U.S.C. 78m(b)(2), books and records',
      url: 'https://www.law.cornell.edu/uscode/text/15/78m',
    },
    {
      title: '18 U.S.C. 1519, destruction of records (SOX § 802)',
      url: 'https://www.law.cornell.edu/uscode/text/18/1519',
    },
  ],
  questions: [
    ask({
      id: 'approved',
      kind: 'second',
      evidence: true,
      section: '15 U.S.C. 7262',
      text: 'Was the spend approved before it was committed, by somebody whose limit covers it?',
    }),
    ask({
      id: 'separate',
      section: '15 U.S.C. 7262',
      text: 'Are those who asked, approved and booked different people?',
    }),
    ask({
      id: 'delivered',
      evidence: true,
      section: '15 U.S.C. 78m(b)(2)(A)',
      text: 'Is there proof that what is paid for was delivered?',
    }),
    ask({
      id: 'period',
      section: '15 U.S.C. 78m(b)(2)(B)',
      text: 'Is it booked, or accrued, in the period in which it was delivered?',
    }),
    ask({
      id: 'kept',
      section: '18 U.S.C. 1519',
      text: 'Are its records kept as our schedule says, and is none under a hold?',
    }),
  ],
});

/** Credentials in health care. */
export const US_HEALTHCARE_TRUTH = shipped({
  id: 'us.healthcare.truth',
  title: 'Truth in healthcare marketing',
  about:
    'Licences and credentials of those who give care, after a bill of 2017 (H.R. 3928, 115th Congress). Confirm with counsel what is law where you are: a bill is none.',
  draft: true,
  topics: ['health-services'],
  sources: [
    {
      title: 'H.R. 3928, Truth in Healthcare Marketing Act of 2017',
      url: 'https://www.congress.gov/bill/115th-congress/house-bill/3928',
    },
  ],
  questions: [
    ask({
      id: 'licence',
      evidence: true,
      section: 'H.R. 3928 § 3',
      text: 'Does the licence stand there under which each person named may give this care?',
    }),
    ask({
      id: 'credentials',
      kind: 'second',
      evidence: true,
      section: 'H.R. 3928 § 3',
      text: 'Are education, degree, training and expertise true, and none of them suggested that is not there?',
    }),
    ask({
      id: 'titles',
      section: 'H.R. 3928 § 3',
      text: 'Can nobody take a person for a physician who is none?',
    }),
    ask({
      id: 'law',
      section: 'Law of the state',
      text: 'Has counsel said which law of the state holds for this?',
    }),
  ],
});

/** What every piece of the brand needs, whatever the law says. */
export const BRAND_BASICS = shipped({
  id: 'brand.basics',
  title: 'Brand: logo and files',
  about:
    'Logo, rights, and whether everybody can use it. A start: import your own with another version.',
  topics: ['brand'],
  sources: [{ title: 'WCAG 2.2', url: 'https://www.w3.org/TR/WCAG22/' }],
  questions: [
    ask({
      id: 'logo',
      mayNotApply: true,
      section: 'Own guidelines',
      text: 'Is it the current logo, with its clear space, colours and smallest size?',
    }),
    ask({
      id: 'rights',
      evidence: true,
      section: 'Own guidelines',
      text: 'Are the rights to pictures, music and fonts ours for this channel, region and time?',
    }),
    ask({ id: 'tone', section: 'Own guidelines', text: 'Does it sound like us?' }),
    ask({
      id: 'alternatives',
      mayNotApply: true,
      section: 'WCAG 1.1.1, 1.2.2',
      text: 'Do pictures have a text, and videos captions?',
    }),
    ask({
      id: 'contrast',
      mayNotApply: true,
      section: 'WCAG 1.4.3',
      text: 'Does text stand out from its ground by 4.5 to 1?',
    }),
  ],
});
