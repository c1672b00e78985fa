import type { Actor } from '../../actor.ts';
import type { EntitySet } from './entity-set.ts';
import { ENTITY_SETS } from './entity-sets.ts';
import type { Field } from './expression.ts';

export const NAMESPACE = 'OpenMOps';

/** The document that tells BI tools tables, columns and types: CSDL 4.0 in XML. */
export function metadataXml(actor: Actor): string {
  const types = new Map(ENTITY_SETS.map((set) => [set.type, set]));
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml">
<edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/>
</edmx:Reference>
<edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1.xml">
<edmx:Include Namespace="Org.OData.Capabilities.V1" Alias="Capabilities"/>
</edmx:Reference>
<edmx:DataServices>
<Schema Namespace="${NAMESPACE}" xmlns="http://docs.oasis-open.org/odata/ns/edm">
${[...types.values()].map((set) => typeXml(set, actor)).join('\n')}
<EntityContainer Name="Container">
${ENTITY_SETS.map(setXml).join('\n')}
</EntityContainer>
</Schema>
</edmx:DataServices>
</edmx:Edmx>
`;
}

function typeXml(set: EntitySet, actor: Actor): string {
  const properties = set.fields(actor).map(propertyXml).join('\n');
  return `<EntityType Name="${set.type}">
<Key><PropertyRef Name="${set.key}"/></Key>
${properties}
</EntityType>`;
}

function propertyXml({ name, type, description, nullable }: Field): string {
  const precision = type === 'DateTimeOffset' ? ' Precision="3"' : '';
  const optional = nullable ? '' : ' Nullable="false"';
  return `<Property Name="${name}" Type="Edm.${type}"${precision}${optional}>${told(description)}</Property>`;
}

const READ_ONLY = ['Insert', 'Update', 'Delete']
  .map(
    (what) =>
      `<Annotation Term="Capabilities.${what}Restrictions"><Record><PropertyValue Property="${what}able" Bool="false"/></Record></Annotation>`,
  )
  .join('');

function setXml({ name, type, description }: EntitySet): string {
  return `<EntitySet Name="${name}" EntityType="${NAMESPACE}.${type}">${told(description)}${READ_ONLY}<Annotation Term="Capabilities.ExpandRestrictions"><Record><PropertyValue Property="Expandable" Bool="false"/></Record></Annotation><Annotation Term="Capabilities.SearchRestrictions"><Record><PropertyValue Property="Searchable" Bool="false"/></Record></Annotation></EntitySet>`;
}

function told(description: string): string {
  return description === ''
    ? ''
    : `<Annotation Term="Core.Description" String="${escaped(description)}"/>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
