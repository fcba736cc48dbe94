import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { refuse } from './problem.ts';

/** Why a template goes to somebody who has not agreed to it. */
export const OverrideReason = z.string().trim().min(10).max(1000).openapi({
  description:
    'Only of an administrator: why the template goes to somebody without a consent. It stands in the audit log. Nothing goes to somebody who has withdrawn theirs.',
});

/** Refuses a reason that is not an administrator’s, or of a program that may do what only they may. */
export function checkOverride(c: Context, reason: string | undefined): void {
  if (reason !== undefined && !c.get('caller').rights.has('settings:write')) {
    refuse('not-allowed', { detail: 'Only an administrator may send without a consent.' });
  }
}
