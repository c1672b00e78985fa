import { COUNT, MONEY, measuresIn } from '../define.ts';

/** Deals and what marketing had to do with them. */
export const OPPORTUNITY = measuresIn('opportunity', [
  [
    'pipeline_created_marketing_sourced',
    'created_sourced',
    'Marketing-sourced pipeline',
    MONEY,
    'Amount of new deals that began with marketing.',
  ],
  [
    'pipeline_created_marketing_influenced',
    'created_influenced',
    'Marketing-influenced pipeline',
    MONEY,
    'Amount of new deals that marketing touched.',
  ],
  [
    'pipeline_open',
    'open_amount',
    'Open pipeline',
    MONEY,
    'Amount of all open deals at the end.',
    'snapshotLast',
  ],
  ['opps_open', 'open_deals', 'Open deals', COUNT, 'Deals open at the end.', 'snapshotLast'],
  [
    'pipeline_open_weighted',
    'weighted_amount',
    'Weighted pipeline',
    MONEY,
    'Open amount times the chance of each stage, at the end.',
    'snapshotLast',
  ],
  [
    'bookings_marketing_sourced',
    'won_sourced',
    'Marketing-sourced won amount',
    MONEY,
    'Won amount of deals that began with marketing.',
  ],
  [
    'bookings_marketing_influenced',
    'won_influenced',
    'Marketing-influenced won amount',
    MONEY,
    'Won amount of deals that marketing touched.',
  ],
  [
    'bookings_target_remaining',
    'target_remaining',
    'Remaining bookings target',
    MONEY,
    'What of the target is still to be won.',
    'snapshotLast',
  ],
  [
    'attributed_revenue',
    'attributed',
    'Attributed revenue',
    MONEY,
    'Revenue shared out over touches by one model.',
  ],
]);
