import type { Rule } from './schema.ts';

const rule = (one: Omit<Rule, 'when' | 'topics'> & Partial<Rule>): Rule => ({
  when: [],
  topics: [],
  ...one,
});

/** Words that are claims in nearly every market; a workspace begins with these and writes its own. */
export const STARTER_RULES: readonly Rule[] = [
  rule({
    id: 'claim.health',
    kind: 'claim',
    terms: [
      'clinically proven',
      'clinically tested',
      'scientifically proven',
      'doctor recommended',
      'cure*',
      'no side effects',
    ],
    severity: 'error',
    message: 'A claim about health needs a proof in the register of claims.',
    suggestion: 'Register the claim with its study, or say what was really measured.',
  }),
  rule({
    id: 'claim.best',
    kind: 'claim',
    terms: ['#1', 'no. 1', 'number one', 'best in class', 'world-leading', 'market-leading'],
    severity: 'warning',
    message: 'To be the first or the best is a claim that needs a source.',
    suggestion: 'Name who measured it, when, and among whom.',
  }),
  rule({
    id: 'claim.guarantee',
    kind: 'claim',
    terms: ['guarantee*', 'risk-free', '100% safe', 'never fails'],
    severity: 'warning',
    message: 'A promise without limits must be kept without limits.',
    suggestion: 'Say what is promised, to whom, for how long.',
  }),
  rule({
    id: 'claim.green',
    kind: 'claim',
    terms: ['eco-friendly', 'carbon-neutral', 'climate-neutral', 'environmentally friendly'],
    severity: 'warning',
    message: 'A general claim about the environment can hardly be proven.',
    suggestion: 'Name the one benefit, what of the product it holds for, and its proof.',
  }),
  rule({
    id: 'disclosure.partner',
    kind: 'disclosure',
    terms: ['#ad', 'advertisement', 'paid partnership', 'sponsored'],
    when: ['influencer*', 'ambassador*', 'in partnership with'],
    severity: 'warning',
    message: 'Who is paid, or given something, must be shown to be.',
    suggestion: 'Write “Advertisement” or “Paid partnership” where it is seen at once.',
  }),
];
