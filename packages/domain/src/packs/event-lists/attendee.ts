import { instantReader, type Json, joinId, textReader, withDerived } from '../parts/readers.ts';

const event = textReader('event_code');
const attendee = textReader('attendee');
const status = textReader('status');
const registered = instantReader('registered_at');

/** Somebody on the list of an event: a person, who signed up, and came or did not; or is on it no more (`cancelled`). */
export function prepareAttendee(record: Json): Json[] {
  const [code, who] = [event(record), attendee(record)];
  const came = status(record) === 'attended';
  const cancelled = status(record) === 'cancelled';
  const signedUp = !cancelled && (registered(record) !== null || !came);
  const touch = (kind: string, name: string, at: string) =>
    withDerived(record, {
      row: 'touchpoint',
      kind,
      touch_id: joinId(name, code, who),
      at: record[at] ?? record.at,
    });
  const gone = (touched: Json) => withDerived(record, { ...Object(touched.derived), row: 'gone' });
  const seen = touch('event', 'event', 'at');
  const signed = touch('form', 'registration', 'registered_at');
  return [
    withDerived(record, { row: 'contact' }),
    // Who turns out not to have come keeps no touch of having been there.
    came ? seen : gone(seen),
    ...(signedUp ? [signed] : []),
    ...(cancelled ? [gone(signed)] : []),
  ];
}
