import type { EventId } from '../../api-subscriptions.ts';

/** What other systems can be told, as people choose it. */
export const EVENTS: { event: EventId; label: string }[] = [
  { event: 'alert.opened', label: 'Something is wrong with a source' },
  { event: 'alert.cleared', label: 'What was wrong with a source is over' },
  { event: 'import.done', label: 'A file was imported' },
  { event: 'import.undone', label: 'An import was taken back' },
  { event: 'contract.violated', label: 'Records were set aside: they break a contract' },
  { event: 'contract.mended', label: 'No record of a stream stands aside any more' },
  { event: 'budget.over_committed', label: 'An order was accepted for more than is available' },
  { event: 'content.published', label: 'Content was published' },
];

/** @example eventLabel('import.done') // 'A file was imported' */
export function eventLabel(event: string): string {
  return event === 'subscription.test'
    ? 'A test'
    : (EVENTS.find((one) => one.event === event)?.label ?? event);
}
