export { type ExampleName, exampleName } from './naming/example-name.ts';
export { openingTaxonomy } from './opening-taxonomy.ts';
export { type LinkChoices, linkChoices, type TagChoice } from './tag-choices.ts';
