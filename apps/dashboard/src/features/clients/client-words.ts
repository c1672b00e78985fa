import { LOCALE } from '../../state/locale.ts';

/** @example shareText(0.25) // '25%' */
export const shareText = (share: number): string =>
  share.toLocaleString(LOCALE, { style: 'percent', maximumFractionDigits: 1 });

/** @example hoursText(2.5) // '2.5 h' */
export const hoursText = (hours: number): string =>
  `${hours.toLocaleString(LOCALE, { maximumFractionDigits: 2 })} h`;
