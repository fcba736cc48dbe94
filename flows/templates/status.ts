/** What a status means for whoever wants to send. The list of Meta's words is open: one that is not known sends nothing. */
export type Sendability =
  /** Goes out. */
  | 'yes'
  /** Not now; it may come back by itself or after a review. */
  | 'later'
  /** Not any more, or not before somebody writes it anew. */
  | 'no';

/**
 * Whether a template with this status may be sent. `FLAGGED` announces a pause and still sends.
 * Source: WhatsApp Business Management API, “Template management”, “Template pausing”; webhook `message_template_status_update`.
 */
export function sendabilityOf(status: string): Sendability {
  switch (status) {
    case 'APPROVED':
    case 'FLAGGED':
      return 'yes';
    case 'REJECTED':
    case 'DELETED':
    case 'PENDING_DELETION':
    case 'ARCHIVED':
    case 'DRAFT':
      return 'no';
    default:
      return 'later';
  }
}

/** The status that an event leaves behind: most are named alike. */
export function statusAfter(event: string): string {
  return event === 'REINSTATED' || event === 'UNARCHIVED' || event === 'UNPAUSED' ? 'APPROVED' : event;
}

/** May be edited and submitted again. Source: “Template management”: approved, rejected and paused ones. */
export function isEditable(status: string): boolean {
  return ['DRAFT', 'APPROVED', 'REJECTED', 'PAUSED', 'FLAGGED'].includes(status);
}

/** The words of the guide of 2023, which many know; null where it had none. */
export type GuideWord = 'in-review' | 'approved' | 'rejected' | 'flagged' | 'disabled';
export function guideWordOf(status: string): GuideWord | null {
  switch (status) {
    case 'PENDING':
    case 'IN_APPEAL':
      return 'in-review';
    case 'APPROVED':
      return 'approved';
    case 'REJECTED':
      return 'rejected';
    case 'PAUSED':
    case 'FLAGGED':
      return 'flagged';
    case 'DISABLED':
      return 'disabled';
    default:
      return null;
  }
}
