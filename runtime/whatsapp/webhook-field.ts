/** What a webhook is about when it is neither a message nor a status. `unknown` is stored like the others. */
export type EventKind =
  | 'template-event'
  | 'number-event'
  | 'account-event'
  | 'account-error'
  | 'user-preferences'
  | 'standby'
  | 'handover'
  | 'message-echo'
  | 'history'
  | 'contact-sync'
  | 'calls'
  | 'group-event'
  | 'group-message'
  | 'form-event'
  | 'conversion-event'
  | 'unknown-status'
  | 'unknown';

/** Source: WhatsApp Cloud API, webhook reference, the list of fields. */
const KIND_OF_FIELD: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ['message_template_status_update', 'template-event'],
  ['message_template_quality_update', 'template-event'],
  ['message_template_components_update', 'template-event'],
  ['template_category_update', 'template-event'],
  ['phone_number_quality_update', 'number-event'],
  ['phone_number_name_update', 'number-event'],
  ['business_username_update', 'number-event'],
  ['security', 'number-event'],
  ['account_update', 'account-event'],
  ['account_alerts', 'account-event'],
  ['account_review_update', 'account-event'],
  ['account_settings_update', 'account-event'],
  ['business_capability_update', 'account-event'],
  ['business_status_update', 'account-event'],
  ['payment_configuration_update', 'account-event'],
  ['partner_solutions', 'account-event'],
  ['user_preferences', 'user-preferences'],
  ['standby', 'standby'],
  ['messaging_handovers', 'handover'],
  ['smb_message_echoes', 'message-echo'],
  ['message_echoes', 'message-echo'],
  ['history', 'history'],
  ['smb_app_state_sync', 'contact-sync'],
  ['calls', 'calls'],
  ['flows', 'form-event'],
  ['automatic_events', 'conversion-event'],
  ['tracking_events', 'conversion-event'],
]);

export function kindOfField(field: string): EventKind {
  return KIND_OF_FIELD.get(field) ?? (field.startsWith('group_') ? 'group-event' : 'unknown');
}
