import type { Rule } from '@openmops/domain/content';

export const RULE_KINDS: Record<Rule['kind'], { label: string; hint: string }> = {
  banned: { label: 'Must not stand', hint: 'Each of these words is found.' },
  naming: { label: 'How a name is written', hint: 'Other ways to write it are found.' },
  required: { label: 'Must stand', hint: 'One of these words must be there.' },
  disclosure: { label: 'Must be disclosed', hint: 'One of these words must be there.' },
  claim: { label: 'Needs proof', hint: 'Found unless the register of claims covers it.' },
};
