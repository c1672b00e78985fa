import { asJson, type Json } from '../parts/readers.ts';

/**
 * Where a property of HubSpot stands: below `properties` (API v3), with its history (API v1), or in a
 * column of its own.
 * @example property('email') // 'properties.email.value|properties.email|properties_email|property_email.value|property_email'
 */
export function property(...names: readonly string[]): string {
  return names
    .flatMap((name) => [
      `properties.${name}.value`,
      `properties.${name}`,
      `properties_${name}`,
      `property_${name}.value`,
      `property_${name}`,
    ])
    .join('|');
}

/** When a contact entered a stage: the newer property of the two that HubSpot keeps is empty in old accounts. */
export function enteredStage(stage: string): string {
  return property(`hs_lifecyclestage_${stage}_date`, `hs_v2_date_entered_${stage}`);
}

export const CHANGED_AT = `updatedAt|${property('lastmodifieddate', 'hs_lastmodifieddate')}|updated_at|lastUpdatedTime|_fivetran_synced`;
export const CREATED_AT = `${property('createdate', 'hs_createdate')}|createdAt|created_at|addedAt`;
export const GONE = 'archived|_fivetran_deleted|is_deleted|isDeleted|deleted';
export const OBJECT_ID = 'id|hs_object_id|properties.hs_object_id|property_hs_object_id';
export const OWNER = `${property('hubspot_owner_id')}|owner_id`;
/** That it is a table of HubSpot, whatever loaded it. */
export const IS_OBJECT =
  'properties|property_createdate|properties_createdate|property_hs_object_id|property_hs_timestamp|property_hs_createdate|properties_hs_timestamp|properties.createdate|properties.hs_timestamp|properties.hs_object_id|properties.hs_createdate|properties_hs_createdate|createdAt';

/** Properties of the first version of the API, `{ value, versions }`, as their values. */
export function flattened(record: Json): Json {
  const properties = asJson(record.properties);
  const flat = properties ? { ...record, properties: values(properties) } : record;
  return values(flat, 'property_');
}

function values(record: Json, prefix = ''): Json {
  let changed: Record<string, unknown> | null = null;
  for (const name of Object.keys(record)) {
    const inner = name.startsWith(prefix) ? asJson(record[name]) : null;
    if (inner === null || !('value' in inner)) continue;
    changed ??= { ...record };
    changed[name] = inner.value;
  }
  return changed ?? record;
}
