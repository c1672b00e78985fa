import type { YamlNode } from '../yaml/node.ts';

/** Semantic models and metrics of documents: in lists, as dbt has them, or one to a document. */
export function collect(documents: readonly YamlNode[]): {
  models: YamlNode[];
  metrics: YamlNode[];
} {
  const models: YamlNode[] = [];
  const metrics: YamlNode[] = [];
  for (const document of documents) {
    models.push(...listIn(document, 'semantic_models'), ...oneIn(document, 'semantic_model'));
    metrics.push(...listIn(document, 'metrics'), ...oneIn(document, 'metric'));
  }
  return { models, metrics };
}

function listIn(document: YamlNode, key: string): YamlNode[] {
  const found = oneIn(document, key)[0];
  return found?.kind === 'list' ? found.items : [];
}

function oneIn(document: YamlNode, key: string): YamlNode[] {
  const found = document.kind === 'map' ? document.entries.get(key)?.value : undefined;
  return found ? [found] : [];
}
