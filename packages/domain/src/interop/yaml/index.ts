export { type Place, placeOf, plainOf, type YamlNode } from './node.ts';
export { parseYaml, readYaml, readYamlDocuments } from './read-yaml.ts';
export { writeYaml } from './write-yaml.ts';
