import { localise } from '../localise.ts';
import { definitionOf } from '../nodes/registry.ts';
import type { Problem } from '../problem.ts';
import type { Subject } from './subject.ts';

/** What only a node's own type knows to be wrong, in the flow's language and as translated. */
export function nodeChecks({ flow, settings }: Subject): Problem[] {
  const { locales, defaultLocale, texts } = settings;
  return Object.entries(flow.nodes).flatMap(([nodeId, node]) => {
    const definition = definitionOf(node.type);
    if (!definition) return [];
    const own = definition.validate(node, settings).map((problem) => ({ ...problem, node: nodeId }));
    const isOwn = ({ code, field, message }: Problem) =>
      own.some((known) => known.code === code && known.field === field && known.message === message);
    const translated = locales.flatMap((locale) => {
      if (!texts?.[locale]) return [];
      const said = definition.schema.safeParse(localise(node, nodeId, texts[locale]));
      if (!said.success) return [];
      return definition
        .validate(said.data, settings)
        .filter((problem) => !isOwn(problem))
        .map(
          (problem): Problem => ({ ...problem, node: nodeId, ...(locale !== defaultLocale && { locale }) }),
        );
    });
    return [...own, ...translated];
  });
}
