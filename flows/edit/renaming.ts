import { checkExpression, type Scope } from '../expression.ts';
import type { Flow } from '../flow.ts';
import type { ChangeOf } from './change.ts';
import { renameInExpression } from './names.ts';
import { expressionsIn, translationsByNode, writingsIn } from './references.ts';
import { renameVariable } from './settings.ts';

/**
 * Why a variable should not be renamed so, in words; null when it may. What works must go on to work and read the same:
 * `shops.map(one, one.name)` does not when a variable is to be called `one`, as the item of the loop is called so.
 * The change itself does not look: it would take the reader of expressions along to wherever flows are changed.
 */
export function faultOfRenaming(before: Flow, change: ChangeOf<'rename-variable'>): string | null {
  const applied = renameVariable(before, change);
  if (!applied.ok) return applied.reason;
  const { from, to } = change;
  const renamed = (one: string) => (one === from ? to : one);
  const scope: Scope = { variables: before.settings.variables, response: true };
  const scopeAfter: Scope = { variables: applied.flow.settings.variables, response: true };
  const translated = translationsByNode(before.settings.texts);
  for (const [id, node] of Object.entries(before.nodes)) {
    const sources = [...writingsIn(node).expressions, ...(translated.get(id) ?? []).flatMap(expressionsIn)];
    for (const source of sources) {
      const checked = checkExpression(source, scope);
      if (!checked.ok) continue;
      const now = checkExpression(renameInExpression(source, renamed), scopeAfter);
      const reads = now.ok ? new Set(now.reads) : null;
      if (!reads || !checked.reads.every((name) => reads.has(renamed(name)))) {
        return `“${id}” would no longer work: ${source}${now.ok ? '' : ` – ${now.message}`}`;
      }
    }
  }
  return null;
}
