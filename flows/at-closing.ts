import type { FlowMachine } from './machine-schema.ts';
import type { OutboundMessage } from './message.ts';
import { QUIET_HOURS, type QuietHours } from './quiet-hours.ts';
import type { FlowSettings } from './settings.ts';

/**
 * What a flow does shortly before the 24-hour window closes, if it has nothing wired to `window.closing`: it says something and stays
 * where it is, or goes on at a node, which may be one that hands over to a person. Never in the quiet hours.
 */
type AtClosing = NonNullable<NonNullable<FlowSettings['window']>['atClosing']>;
type Config = Pick<FlowMachine, 'meta' | 'on'>;

/** The way out in the machine, and in a turn's path, of a flow that does as its settings say. */
export const AT_CLOSING = 'at-closing';

/** What counts: null where nothing is set, and where the flow has the event wired itself. */
export function closingPolicy({ meta, on }: Config): AtClosing | null {
  const wired = [on?.['window.closing'] ?? []].flat();
  const isWired = wired.some((transition) => transition.meta?.port !== AT_CLOSING);
  return isWired ? null : (meta.flow.window?.atClosing ?? null);
}

/** The node that the flow goes on at; null where it says something, or nothing. */
export function closingNode(policy: AtClosing | null | undefined): string | null {
  if (!policy || 'say' in policy) return null;
  return 'node' in policy ? policy.node : policy.handOver;
}

/** The settings with the node that they name under the name that `renamed` gives it. */
export function withClosingRenamed(settings: FlowSettings, renamed: (node: string) => string): FlowSettings {
  const policy = settings.window?.atClosing;
  if (!policy || 'say' in policy) return settings;
  const atClosing =
    'node' in policy
      ? { ...policy, node: renamed(policy.node) }
      : { ...policy, handOver: renamed(policy.handOver) };
  return { ...settings, window: { ...settings.window, atClosing } };
}

/** What the flow says then without going anywhere. No node is called `*`, so its translations are nobody else's. */
export function saidAtClosing(config: Config): { key: string; message: OutboundMessage } | null {
  const policy = closingPolicy(config);
  return policy && 'say' in policy ? { key: '*.closing', message: { type: 'text', body: policy.say } } : null;
}

/** When nothing is said; null for a flow that does not mind. */
export function quietHoursOf(policy: AtClosing): QuietHours | null {
  return policy.quiet === false ? null : (policy.quiet ?? QUIET_HOURS);
}
