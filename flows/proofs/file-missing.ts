import { mediaIn } from '../message.ts';
import type { Problem } from '../problem.ts';
import { fieldAt } from './field.ts';
import type { Subject } from './subject.ts';

/** Files that messages bring and that are not kept where the flow is to run. Says nothing where that is not known. */
export function fileMissing({ flow, sites, files }: Subject): Problem[] {
  if (!files) return [];
  return sites.flatMap(({ node, actions }) =>
    actions.flatMap((action): Problem[] => {
      if (action.type !== 'send') return [];
      const { key, message } = action.params;
      return mediaIn(message).flatMap(({ path, media: { file } }): Problem[] => {
        if (file === undefined || files.includes(file.id)) return [];
        const field = `${key}.${path}`;
        return [
          {
            code: 'file-missing',
            level: 'error',
            node,
            field: fieldAt(
              flow.nodes[node],
              field.startsWith(`${node}.`) ? field.slice(node.length + 1) : field,
            ),
            message: `The file “${file.name}” is not on this server. Upload it here, or choose another one.`,
          },
        ];
      });
    }),
  );
}
