import type { Facts, NoticeCatalogue } from './catalogue.ts';

const APPEAL = 'Read the reason in WhatsApp Manager, put it right and ask for a review there.';
const QUALITY =
  'Send fewer messages that nobody asked for, look at what people block and report, and make opting out easy.';
const PIN = 'If nobody of yours did that, set a new PIN and look at who has access to the account.';
const why = ({ is }: Facts, ...facts: string[]) => {
  const said = facts.map(is).filter(Boolean).join(', ');
  return said ? `: ${said}` : '';
};

export const NOTICES_EN: NoticeCatalogue = {
  'number-flagged': [({ name }) => `The quality of ${name} is low: WhatsApp has flagged it`, QUALITY],
  'number-unflagged': [({ name }) => `${name} is no longer flagged`],
  'number-limit-raised': [
    (facts) => `The messaging limit of ${facts.name} has been raised${why(facts, 'limit')}`,
  ],
  'number-limit-lowered': [
    (facts) => `The messaging limit of ${facts.name} has been lowered${why(facts, 'limit')}`,
    QUALITY,
  ],
  'number-onboarded': [(facts) => `${facts.name} is ready on WhatsApp${why(facts, 'limit')}`],
  'number-throughput-raised': [
    ({ name }) => `${name} may now send up to 1,000 messages a second`,
    'Raise its throughput on the number’s page.',
  ],
  'number-changed': [
    (facts) => `WhatsApp has told something of ${facts.name}${why(facts, 'event', 'limit')}`,
  ],
  'number-rating': [
    ({ name, is }) => `The quality of ${name} is now ${is('quality')}, it was ${is('before')}`,
    QUALITY,
  ],
  'number-status': [
    ({ name, is }) => `${name} is now ${is('status')}, it was ${is('before')}`,
    'Look at the number in WhatsApp Manager: unless it is CONNECTED it may not send.',
  ],
  'number-security': [
    (facts) => `Something about the security of ${facts.name} has changed${why(facts, 'event')}`,
    PIN,
  ],
  'pin-changed': [({ name }) => `The PIN of ${name} was changed`, PIN],
  'pin-reset-asked': [
    ({ name, is }) =>
      `Somebody (${is('requester') || 'unknown'}) wants to switch off two-step verification of ${name}`,
    'If nobody of yours asked for it, remove whoever did from the business account now.',
  ],
  'pin-reset': [({ name }) => `Two-step verification of ${name} was switched off`, 'Set a new PIN.'],
  'name-approved': [({ name, is }) => `The name “${is('name')}” of ${name} is approved`],
  'name-rejected': [
    (facts) => `The name “${facts.is('name')}” of ${facts.name} was rejected${why(facts, 'reason')}`,
    'Choose a name that shows your business, and ask for it again in WhatsApp Manager.',
  ],
  'name-in-review': [({ name, is }) => `The name “${is('name')}” of ${name} is in review`],
  'username-changed': [(facts) => `The username of ${facts.name} has changed${why(facts, 'name', 'event')}`],
  'account-deleted': [
    ({ name }) => `The account ${name} was deleted`,
    'Nothing can be sent any more. Connect another account.',
  ],
  'account-violation': [
    (facts) => `WhatsApp says that the account ${facts.name} breaks its rules${why(facts, 'violation')}`,
    APPEAL,
  ],
  'account-restricted': [
    (facts) => `The account ${facts.name} is restricted${why(facts, 'restriction')}`,
    APPEAL,
  ],
  'account-offboarded': [({ name }) => `The account ${name} was disconnected`, 'Connect the number again.'],
  'account-reconnected': [({ name }) => `The account ${name} is connected again`],
  'account-verified': [({ name }) => `The account ${name} is verified`],
  'account-disabled': [({ name }) => `The account ${name} is disabled: nothing can be sent`, APPEAL],
  'account-disable-planned': [({ name }) => `The account ${name} is going to be disabled`, APPEAL],
  'account-reinstated': [({ name }) => `The account ${name} works again`],
  'account-changed': [
    (facts) => `Something about the account ${facts.name} has changed${why(facts, 'event', 'country')}`,
  ],
  'account-alert': [
    (facts) => `WhatsApp warns about ${facts.name}${why(facts, 'description', 'alert')}`,
    'Read what WhatsApp Manager says about it.',
  ],
  'account-approved': [({ name }) => `The account ${name} is approved`],
  'account-rejected': [({ name }) => `The account ${name} was rejected`, APPEAL],
  'account-in-review': [({ name }) => `The account ${name} is in review`],
  'account-settings-changed': [
    (facts) => `Settings of the account ${facts.name} have changed${why(facts, 'settings')}`,
  ],
  'business-status-changed': [
    (facts) => `The status of the business behind ${facts.name} has changed${why(facts, 'event')}`,
    'Look at it in Meta Business Suite.',
  ],
  'limit-changed': [
    ({ name, is }) =>
      `The account ${name} may now write first to ${is('limit') || 'another number of'} people within 24 hours`,
  ],
  'partner-removed': [
    ({ name }) => `A partner was removed from the account ${name}`,
    'If it was not meant, give the partner access again: without it messages may not be sent.',
  ],
  'partner-changed': [
    (facts) =>
      `Something about a partner of the account ${facts.name} has changed${why(facts, 'event', 'name')}`,
  ],
  'payments-changed': [
    (facts) => `The payments set up for the account ${facts.name} have changed${why(facts, 'name', 'event')}`,
  ],
  'price-tier-reached': [
    (facts) => `The account ${facts.name} has reached another price tier${why(facts, 'tier')}`,
  ],
  'whatsapp-error': [
    (facts) => `WhatsApp reports an error${why(facts, 'code', 'error')}`,
    'Look up what it asks for; messages may not have been received.',
  ],
  'webhook-unreadable': [
    ({ name }) => `WhatsApp told something of “${name}” that Parley cannot read`,
    'Look in WhatsApp Manager.',
  ],
  'field-not-used': [
    ({ name }) => `WhatsApp tells of “${name}”, on which Parley does not act`,
    'Nothing to do. What it tells is kept; if nobody needs it, unsubscribe it in the app’s settings at Meta.',
  ],
  'token-refused': [
    ({ name }) => `WhatsApp refuses the access token of ${name}`,
    'Make a new token for the system user and enter it on the number’s page: until then nothing is sent.',
  ],
  'token-expires': [
    ({ name }) => `The access token of ${name} ends soon`,
    'Make a new one, best one that never ends, and enter it on the number’s page.',
  ],
  'template-status': [
    (facts) => `The template ${facts.name} is now ${facts.is('status')}${why(facts, 'reason', 'said')}`,
    'Unless it is approved, its messages wait or go as its fallback. Correct and submit it again, or declare a fallback.',
  ],
  'template-quality': [
    ({ name, is }) => `The quality of the template ${name} is now ${is('quality')}`,
    'Below green: send it less, and to people who expect it.',
  ],
  'template-category': [
    ({ name, is }) =>
      is('coming')
        ? `The template ${name} will become ${is('coming')}`
        : `The template ${name} is now of the category ${is('category')}`,
    'It costs what its category costs. If the category is wrong, ask Meta for a review or change the text.',
  ],
  'template-components': [({ name }) => `The template ${name} was edited`],
  'broadcast-paused': [
    ({ name }) => `The broadcast ${name} was paused by itself`,
    'Look at what it was paused for, put that right, then resume or cancel it.',
  ],
};
