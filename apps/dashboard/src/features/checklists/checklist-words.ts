import type { RunItem, Said } from '../../api-content.ts';

export const ITEM_STATES: Record<
  RunItem['state'],
  { label: string; tone: 'plain' | 'good' | 'warn' | 'bad' | 'accent' }
> = {
  passed: { label: 'Passed', tone: 'good' },
  open: { label: 'Open', tone: 'warn' },
  second: { label: 'Second person', tone: 'accent' },
  failed: { label: 'Failed', tone: 'bad' },
  'not-applicable': { label: 'Not asked', tone: 'plain' },
};
export const SAID: Record<Said, string> = { yes: 'Yes', no: 'No', na: 'Does not apply' };
