import { parseXml, XmlCdata, XmlElement, XmlText } from '@rgrove/parse-xml';
import { address } from './generic.ts';
import { hashOf, instant, type Json, marked, notAhead } from './read-json.ts';
import { type Found, Rotten, type Scheme } from './scheme.ts';

/**
 * Salesforce outbound messages (SOAP; SOAP API Developer Guide, “Outbound messaging”). Salesforce signs
 * nothing, so the address carries a secret, and the organisation that a message names must be the one of
 * the endpoint. An unanswered message is sent again for 24 hours, each with the id of its notification.
 */
export const salesforce: Scheme = {
  verify: address.verify,
  identify({ body }, { organization = '' }) {
    let message: Notifications;
    try {
      message = parse(body);
    } catch {
      return { id: hashOf(body), sentAt: null };
    }
    // Ids have 15 characters, and 3 more that only tell upper from lower case.
    if (message.organization.slice(0, 15) !== organization.slice(0, 15)) return 'foreign';
    const ids = message.notifications.map((one) => one.id).sort();
    return { id: ids.length === 1 ? (ids[0] ?? '') : hashOf(ids.join()), sentAt: null };
  },
  read(body, envelope) {
    return parse(body).notifications.map(({ id, type, fields }): Found => {
      const changed = fields.SystemModstamp ?? fields.LastModifiedDate ?? fields.CreatedDate;
      const at = notAhead(instant(changed) ?? envelope.receivedAt, envelope);
      return marked(JSON.stringify(fields), fields, { stream: type, id, at });
    });
  },
  answer: {
    contentType: 'text/xml; charset=utf-8',
    body: [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">',
      '<soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound">',
      '<Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>',
    ].join(''),
  },
};

type Notification = { id: string; type: string; fields: Json };
type Notifications = { organization: string; notifications: Notification[] };

/** The parser knows no entities but the five of XML, and a document type is refused before it. */
function parse(body: Buffer): Notifications {
  const text = body.toString();
  if (/<!DOCTYPE/i.test(text)) throw new Rotten('The message has a document type.');
  let root: XmlElement | null;
  try {
    root = parseXml(text).root;
  } catch (error) {
    throw new Rotten(`The body is no XML: ${(error as Error).message.split('\n')[0]}`);
  }
  const soap = root && child(root, 'Body');
  const message = soap && child(soap, 'notifications');
  if (!message) throw new Rotten('The body is no outbound message.');
  return {
    organization: textOf(message, 'OrganizationId'),
    notifications: elements(message)
      .filter((one) => local(one.name) === 'Notification')
      .map(notification),
  };
}

function notification(element: XmlElement): Notification {
  const id = textOf(element, 'Id');
  const object = child(element, 'sObject');
  if (!object || id === '') throw new Rotten('A notification has no id or no record.');
  const type = Object.entries(object.attributes).find(([name]) => local(name) === 'type')?.[1];
  return { id, type: local(type ?? 'sObject'), fields: fieldsOf(object) };
}

function fieldsOf(object: XmlElement): Json {
  return Object.fromEntries(elements(object).map((one) => [local(one.name), fieldOf(one)]));
}

function fieldOf(element: XmlElement): unknown {
  const nil = Object.entries(element.attributes).some(
    ([name, value]) => local(name) === 'nil' && /^(true|1)$/.test(value),
  );
  if (nil) return null;
  return elements(element).length > 0 ? fieldsOf(element) : plain(element);
}

function elements(parent: XmlElement): XmlElement[] {
  return parent.children.filter((one) => one instanceof XmlElement);
}

function child(parent: XmlElement, name: string): XmlElement | null {
  return elements(parent).find((one) => local(one.name) === name) ?? null;
}

function textOf(parent: XmlElement, name: string): string {
  const found = child(parent, name);
  return found ? plain(found).trim() : '';
}

function plain(element: XmlElement): string {
  return element.children
    .map((one) => (one instanceof XmlText || one instanceof XmlCdata ? one.text : ''))
    .join('');
}

/** `sf:StageName` → `StageName`. */
function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
