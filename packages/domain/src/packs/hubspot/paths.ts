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
