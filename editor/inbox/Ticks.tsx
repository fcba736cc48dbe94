import {
  IconAlertCircle,
  IconBan,
  IconCheck,
  IconChecks,
  IconClock,
  IconPlayerPause,
  IconQuestionMark,
} from '@tabler/icons-react';
import { useWords } from '../words.ts';
import type { DeliveryStatus } from './inbox-api.ts';
import { inboxWords } from './words.ts';

const ICONS = {
  queued: IconClock,
  sending: IconClock,
  unknown: IconQuestionMark,
  held: IconPlayerPause,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertCircle,
  cancelled: IconBan,
} as const;

/** How far a message of ours has come, as on a phone. */
export function Ticks({ status, size = 16 }: { status: DeliveryStatus; size?: number }) {
  const said = useWords(inboxWords).delivery[status];
  const Icon = ICONS[status];
  return (
    <span className={`in-ticks is-${status}`} title={said}>
      <Icon size={size} stroke={1.75} role="img" aria-label={said} />
    </span>
  );
}
