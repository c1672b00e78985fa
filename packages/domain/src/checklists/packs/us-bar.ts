import { ask, shipped } from './pack-of.ts';

const STATES =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY';

/** Advertising of lawyers. */
export const US_BAR_ADVERTISING = shipped({
  id: 'us.bar.advertising',
  title: 'State bar: advertising of lawyers',
  about:
    'Questions after the ABA Model Rules 7.1–7.3. The state decides; those with questions of their own here are NY and FL.',
  topics: ['legal-services'],
  parameters: [{ id: 'state', title: 'State', values: STATES.split(' ') }],
  sources: [
    {
      title: 'ABA Model Rule 7.1',
      url: 'https://www.americanbar.org/groups/professional_responsibility/publications/model_rules_of_professional_conduct/rule_7_1_communications_concerning_a_lawyer_s_services/',
    },
    {
      title: 'New York Rules of Professional Conduct, 22 NYCRR Part 1200',
      url: 'https://www.nycourts.gov/ad3/AGC/Forms/Rules/Rules%20of%20Professional%20Conduct%2022NYCRR%20Part%201200.pdf',
    },
    {
      title: 'Florida Bar on advertising, Rules 4-7.11 to 4-7.23',
      url: 'https://www.floridabar.org/ethics/etad/',
    },
  ],
  questions: [
    ask({
      id: 'not-misleading',
      section: 'Model Rule 7.1',
      text: 'Is it true, and does nothing in it or left out of it mislead?',
    }),
    ask({
      id: 'past-results',
      mayNotApply: true,
      section: 'Model Rule 7.1, comment 3',
      text: 'Do results of the past carry what the state asks, so that nobody expects the same?',
    }),
    ask({
      id: 'specialist',
      mayNotApply: true,
      evidence: true,
      section: 'Model Rule 7.2(c)',
      text: 'Is “specialist” used only of lawyers who are certified, with the name of who certified them?',
    }),
    ask({
      id: 'responsible',
      section: 'Model Rule 7.2(d)',
      text: 'Do name and contact of a responsible lawyer or firm stand there?',
    }),
    ask({
      id: 'recommendations',
      section: 'Model Rule 7.2(b)',
      text: 'Is nobody paid for recommending us, beyond what the rule allows?',
    }),
    ask({
      id: 'solicitation',
      section: 'Model Rule 7.3',
      text: 'Does it press nobody in person, and nobody who asked to be left alone?',
    }),
    ask({
      id: 'testimonials',
      mayNotApply: true,
      section: 'Model Rule 7.1; rules of the state',
      text: 'Does the state allow this testimonial, as it stands here?',
    }),
    ask({
      id: 'ny-label',
      kind: 'lint',
      rules: [
        {
          id: 'bar.ny-label',
          kind: 'disclosure',
          terms: ['attorney advertising'],
          when: [],
          topics: [],
          severity: 'error',
          message: 'The label of advertising is missing.',
          suggestion: 'Attorney Advertising',
        },
      ],
      when: { parameter: 'state', values: ['NY'] },
      section: 'NY Rule 7.1(f)',
      text: 'Is it labelled “Attorney Advertising” where the rule asks for it?',
    }),
    ask({
      id: 'ny-results',
      mayNotApply: true,
      when: { parameter: 'state', values: ['NY'] },
      section: 'NY Rule 7.1(d)–(e)',
      text: 'Where results, comparisons or testimonials stand: does it say that prior results do not guarantee a similar outcome?',
    }),
    ask({
      id: 'fl-filing',
      kind: 'second',
      mayNotApply: true,
      evidence: true,
      when: { parameter: 'state', values: ['FL'] },
      section: 'Florida Rule 4-7.19',
      text: 'Was it filed with the Bar at least 20 days before it goes out, or is it exempt?',
    }),
    ask({
      id: 'copy',
      section: 'Rules of the state; NY Rule 7.1(k)',
      text: 'Will a copy be kept for as long as the state asks?',
    }),
  ],
});
