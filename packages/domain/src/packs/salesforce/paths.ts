/**
 * A field of Salesforce by its API name, and as loaders write it that make columns of it.
 * @example sf('AccountId', 'MQL_Date__c') // 'AccountId|account_id|MQL_Date__c|mql_date_c'
 */
export function sf(...names: readonly string[]): string {
  return names.flatMap((name) => [name, snake(name)]).join('|');
}

const snake = (name: string) =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/_+/g, '_')
    .toLowerCase();

export const ID = sf('Id');
export const CHANGED_AT = `${sf('SystemModstamp', 'LastModifiedDate')}|_occurredAt|_fivetran_synced|${sf('CreatedDate')}`;
export const UPDATED_AT = sf('LastModifiedDate', 'SystemModstamp');
export const GONE = `${sf('IsDeleted')}|_fivetran_deleted`;
/** The currency of a record where an org has several. */
export const CURRENCY = sf('CurrencyIsoCode');
/** That it is an object of Salesforce, whatever loaded it. */
export const IS_OBJECT = `attributes.type|SystemModstamp|system_modstamp|${sf('CreatedDate', 'LastModifiedDate', 'IsDeleted')}|_occurredAt`;
