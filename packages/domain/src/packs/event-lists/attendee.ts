import { instantReader, type Json, joinId, textReader, withDerived } from '../parts/readers.ts';

const event = textReader('event_code');
const attendee = textReader('attendee');
const status = textReader('status');
const registered = instantReader('registered_at');

/** Somebody on the list of an event: a person, who signed up, and came or did not. */
export function prepareAttendee(record: Json): Json[] {
  const [code, who] = [event(record), attendee(record)];
  const came = status(record) === 'attended';
  const signedUp = registered(record) !== null || !came;
  const touch = (kind: string, name: string, at: string) =>
    withDerived(record, {
      row: 'touchpoint',
      kind,
      touch_id: joinId(name, code, who),
      at: record[at] ?? record.at,
    });
  const seen = touch('event', 'event', 'at');
  return [
    withDerived(record, { row: 'contact' }),
    // Who turns out not to have come keeps no touch of having been there.
    came ? seen : withDerived(record, { ...Object(seen.derived), row: 'gone' }),
    ...(signedUp ? [touch('form', 'registration', 'registered_at')] : []),
  ];
}
