import type { Lesson, Policy, Schedule } from './send-failure.ts';

export type ErrorRule = {
  policy: Policy;
  happened: string;
  advice: string;
  alertOwner?: boolean;
  learned?: Lesson;
  schedule?: Schedule;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const soon: Schedule = { attempts: 8, firstMs: 2 * SECOND, factor: 2, longestMs: 5 * MINUTE };
const few: Schedule = { ...soon, attempts: 3 };
/** Long enough to outlast a network that is down for half an hour. */
const patiently: Schedule = { attempts: 14, firstMs: SECOND, factor: 2, longestMs: 5 * MINUTE };
const twice: Schedule = { ...soon, attempts: 2, firstMs: 10 * SECOND };
const afterMaintenance: Schedule = { attempts: 5, firstMs: MINUTE, factor: 2, longestMs: 10 * MINUTE };
const perNumber: Schedule = { attempts: 10, firstMs: SECOND, factor: 2, longestMs: MINUTE };
const perAccount: Schedule = { attempts: 8, firstMs: MINUTE, factor: 2, longestMs: HOUR };
/** 4^X seconds for X = 0, 1, 2 … Source: WhatsApp Cloud API, "About the platform", pair rate limits. */
const perPerson: Schedule = { attempts: 6, firstMs: SECOND, factor: 4, longestMs: 1024 * SECOND };

const retry = (happened: string, schedule = soon, advice = ''): ErrorRule => ({
  policy: 'retry',
  happened,
  advice,
  schedule,
});
const never = (happened: string, advice = '', learned?: Lesson): ErrorRule => ({
  policy: 'never',
  happened,
  advice,
  ...(learned ? { learned } : {}),
});
/** Not this message, and a person should know. */
const alert = (happened: string, advice: string): ErrorRule => ({
  ...never(happened, advice),
  alertOwner: true,
});
const stop = (policy: 'stop-number' | 'stop-template' | 'pause-campaigns') => {
  return (happened: string, advice: string, learned?: Lesson): ErrorRule => ({
    policy,
    happened,
    advice,
    alertOwner: true,
    ...(learned ? { learned } : {}),
  });
};
const stopNumber = stop('stop-number');
const stopTemplate = stop('stop-template');
const pauseCampaigns = stop('pause-campaigns');

const NEW_TOKEN = 'Create a new access token and save it with the number.';
const PERMISSION =
  'Give the app whatsapp_business_messaging and whatsapp_business_management for this business account again.';
const OURS = 'Correct the message that is named in the details.';
const RESYNC = 'Read the templates again and correct the parameters in the flow.';
const TEMPLATE_TEXT = 'Change the template in WhatsApp Manager.';

const noToken = stopNumber('WhatsApp no longer accepts the access token.', NEW_TOKEN);
const noPermission = stopNumber('The access token lacks a permission, or it was withdrawn.', PERMISSION);
const tooManyCalls: ErrorRule = {
  policy: 'slow-app',
  happened: 'The app has made too many calls to the Graph API.',
  advice:
    'Nothing to do if it passes; otherwise look for something that reads templates or numbers too often.',
  schedule: perAccount,
};
const group = never('Group messages are not supported here.');
const calling = never('This is about WhatsApp calls, which are not supported here.');

/** Source for every line: WhatsApp Cloud API, "Error codes", and the page of the feature where that list is silent. */
const RULES: ReadonlyMap<number, ErrorRule> = new Map<number, ErrorRule>([
  [0, noToken],
  [1, retry('WhatsApp reported an unknown fault.', few, 'If it stays, see the WhatsApp status page.')],
  [2, retry('WhatsApp is temporarily down.')],
  [3, noPermission],
  [4, tooManyCalls],
  [10, noPermission],
  [17, tooManyCalls],
  [
    33,
    stopNumber('The business number no longer exists.', 'Remove the number, or add it again.', 'number-gone'),
  ],
  [100, never('WhatsApp refused a parameter: unknown, misspelt, empty or too long.', OURS)],
  [102, noToken],
  [104, noToken],
  [190, stopNumber('The access token has expired or was revoked.', NEW_TOKEN)],
  [
    368,
    stopNumber(
      'The business account is restricted for breaking WhatsApp policy.',
      'See the account in Business Support Home and appeal there.',
    ),
  ],
  [613, tooManyCalls],
  [803, never('WhatsApp does not know the object that was asked for.', 'Check the ids that were entered.')],
  [
    80007,
    {
      ...tooManyCalls,
      policy: 'slow-account',
      happened: 'Too many calls for this WhatsApp Business Account.',
    },
  ],
  [
    130429,
    {
      policy: 'slow-number',
      happened: 'The number sends more messages a second than WhatsApp allows it.',
      advice: 'Lower WHATSAPP_THROUGHPUT to what WhatsApp has granted the number.',
      schedule: perNumber,
    },
  ],
  [130472, never('WhatsApp keeps marketing from this person as part of an experiment of its own.')],
  [
    130497,
    never('This business may not message people in that country.', 'Leave the country out of campaigns.'),
  ],
  [130501, never('The person sent a kind of message that WhatsApp does not pass on.')],
  [131000, retry('WhatsApp failed for a reason it does not name.', few)],
  [
    131005,
    stopNumber('WhatsApp denies access.', `${PERMISSION} The details may name terms that must be accepted.`),
  ],
  [131006, never('WhatsApp does not know what the message refers to.', OURS)],
  [131008, never('A required parameter is missing.', OURS)],
  [131009, never('A parameter has a value that WhatsApp does not accept.', OURS)],
  [131014, never('WhatsApp could not fetch the file behind the link.', 'Check that the link is public.')],
  [131016, retry('WhatsApp is temporarily unavailable.')],
  [131020, group],
  [131021, never('The number cannot write to itself.')],
  [
    131026,
    never(
      'The message cannot be delivered: no WhatsApp on this number, new terms not accepted, or too old an app.',
      'Reach the person another way.',
      'unreachable',
    ),
  ],
  [
    131030,
    alert(
      'A test number may only write to the five people on its list.',
      'Add the person to the list of the test number, or use a real number.',
    ),
  ],
  [
    131031,
    stopNumber(
      'The account is locked, or the two-step PIN does not match.',
      'See the health status of the account in WhatsApp Manager.',
    ),
  ],
  [131035, never('WhatsApp could not deliver a webhook within the time it stores data.')],
  [131036, never("WhatsApp lost the message before one of the person's devices had it.")],
  [
    131037,
    stopNumber(
      'The number has no approved display name.',
      'Have the display name approved in WhatsApp Manager.',
    ),
  ],
  [131041, group],
  [
    131042,
    pauseCampaigns(
      'WhatsApp cannot charge the business account: payment method, credit line, currency or time zone is missing.',
      'Complete the payment settings in WhatsApp Manager.',
    ),
  ],
  [131044, alert('WhatsApp cannot charge for calls.', 'Complete the payment settings in WhatsApp Manager.')],
  [131045, stopNumber('The number is not registered correctly.', 'Register the number again.')],
  [
    131047,
    {
      policy: 'needs-template',
      happened: 'The 24-hour window has closed since the person wrote last.',
      advice: 'Send an approved template; when the person answers, the conversation can go on.',
    },
  ],
  [
    131048,
    pauseCampaigns(
      'Too many people blocked or reported this number, so WhatsApp limits it.',
      'Stop campaigns for some hours and see the quality of the number in WhatsApp Manager.',
    ),
  ],
  [
    131049,
    {
      policy: 'hold-marketing',
      happened: 'WhatsApp held this marketing message back, because the person gets many.',
      advice: 'Wait at least a day, longer each time; trying at once only repeats the error.',
    },
  ],
  [131050, never('The person has stopped marketing messages from this business.', '', 'marketing-opt-out')],
  [131051, never('WhatsApp does not support this kind of message.', OURS)],
  [
    131052,
    never('WhatsApp could not fetch the file that the person sent.', 'Ask the person to send it again.'),
  ],
  [
    131053,
    retry(
      'WhatsApp could not fetch or read the file of the message.',
      twice,
      'Check type, size and public link of the file; uploading it is safer than a link.',
    ),
  ],
  [131055, never('Only marketing templates may be sent this way.', OURS)],
  [
    131056,
    {
      policy: 'slow-person',
      happened: 'Too many messages to this one person in a short time.',
      advice: 'Say it in fewer messages; other people are not affected.',
      schedule: perPerson,
    },
  ],
  [131057, retry('The number is under maintenance for about a minute.', afterMaintenance)],
  [131059, never('The place to go on reading from is no longer valid.')],
  [
    131062,
    never(
      'This kind of message cannot be sent to a person who hides the phone number.',
      'Ask the person for the phone number.',
      'number-required',
    ),
  ],
  [
    131063,
    alert(
      'Marketing templates are switched off for this way of sending.',
      'Change the marketing setting of the business account, or use the Marketing Messages API.',
    ),
  ],
  [
    131064,
    pauseCampaigns(
      'The business is limited for using template categories wrongly.',
      'Correct the category of the templates in WhatsApp Manager.',
    ),
  ],
  [132000, never('The number of template parameters is wrong.', RESYNC, 'template-changed')],
  [
    132001,
    stopTemplate(
      'The template does not exist in this language, or is not approved.',
      'Read the templates again, or name a language that is approved.',
      'template-changed',
    ),
  ],
  [132005, never('The template is too long with these values.', 'Shorten the values.')],
  [132007, never('The text of the template breaks WhatsApp policy.', TEMPLATE_TEXT)],
  [132008, never('A template parameter has the wrong value.', RESYNC, 'template-changed')],
  [132012, never('A template parameter has the wrong format.', RESYNC, 'template-changed')],
  [
    132015,
    {
      policy: 'pause-template',
      happened: 'The template is paused for low quality, or was held back and then dropped.',
      advice: 'Use another template until WhatsApp makes this one active again, in three to six hours.',
    },
  ],
  [
    132016,
    stopTemplate(
      'WhatsApp has disabled the template for good.',
      'Create another template.',
      'template-changed',
    ),
  ],
  [
    132018,
    never('WhatsApp refused a template parameter.', `${RESYNC} Line breaks and tabs are not allowed.`),
  ],
  [132068, alert('The WhatsApp Flow in the message is blocked.', 'Correct the form in WhatsApp Manager.')],
  [
    132069,
    retry(
      'The WhatsApp Flow in the message is limited to ten messages an hour.',
      { attempts: 3, firstMs: 6 * MINUTE, factor: 2, longestMs: HOUR },
      'Correct the form in WhatsApp Manager.',
    ),
  ],
  [133000, stopNumber('An earlier deregistration did not finish.', 'Deregister the number again.')],
  [133004, retry('The registration server is temporarily down.')],
  [133005, stopNumber('The two-step PIN is wrong.', 'Enter the right PIN, or reset it.')],
  [133006, stopNumber('The number must be verified first.', 'Verify the number by SMS or call.')],
  [133008, stopNumber('Too many wrong PINs.', 'Wait as long as the details say, then try again.')],
  [133009, stopNumber('The PIN was entered too soon again.', 'Wait as long as the details say.')],
  [133010, stopNumber('The number is not registered with the Cloud API.', 'Register the number.')],
  [133015, stopNumber('The number was deleted a moment ago.', 'Wait five minutes, then register it again.')],
  [133016, stopNumber('The number was registered too often: ten times in 72 hours.', 'Wait 72 hours.')],
  [134011, alert('The terms of WhatsApp Payments are not accepted.', 'Accept them in WhatsApp Manager.')],
  [134100, never('Only marketing templates may be sent this way.', OURS)],
  [134101, retry('WhatsApp is still preparing the template, for up to ten minutes.', afterMaintenance)],
  [134102, alert('The template cannot be used this way.', TEMPLATE_TEXT)],
  [135000, never('WhatsApp refused the message without saying why.', OURS)],
  [136024, never('WhatsApp could not send the verification code.', 'Ask for the code again later.')],
  [136025, never('The verification code is wrong.', 'Ask for a new code.')],
  [
    137000,
    never(
      "The person's keys have changed, so this may be somebody else with the number.",
      'Verify the person again before sending anything sensitive.',
      'identity-changed',
    ),
  ],
  [139100, never('Not everybody could be blocked or unblocked.', 'See the details for who failed and why.')],
  [139101, never('The list of blocked people is full.', 'Unblock somebody first.')],
  [139102, retry('Another change to the list of blocked people is under way.', few)],
  [139103, retry('WhatsApp could not change the list of blocked people.', few)],
  [147001, alert('The username is not available.', 'Choose another username.')],
  [147002, alert('The number may not have a username.', 'See the requirements in WhatsApp Manager.')],
  [147003, alert('The username belongs to a Facebook page that is not linked.', 'Link the page.')],
  [147004, alert('The username belongs to an Instagram account that is not linked.', 'Link the account.')],
  [147005, alert('The username must be transferred first.', 'Transfer it in WhatsApp Manager.')],
  [
    2388019,
    alert('The account has as many templates as it may have.', 'Delete templates that are not used.'),
  ],
  [2388040, never('A field of the template is too long.', TEMPLATE_TEXT)],
  [2388047, never('The header of the template is not valid.', TEMPLATE_TEXT)],
  [2388072, never('The body of the template is not valid.', TEMPLATE_TEXT)],
  [2388073, never('The footer of the template is not valid.', TEMPLATE_TEXT)],
  [2388293, never('The template has too many variables for so few words.', TEMPLATE_TEXT)],
  [2388299, never('The template begins or ends with a variable.', TEMPLATE_TEXT)],
  [2494100, retry('The number is in maintenance mode.', afterMaintenance)],
  [2593107, never('The contacts or history of this number were already asked for.')],
  [2593108, never('Contacts and history can only be asked for within 24 hours of connecting the number.')],
]);

/** Codes that Meta documents as ranges, first and last included. */
const RANGES: readonly { from: number; to: number; rule: ErrorRule }[] = [
  { from: 200, to: 299, rule: noPermission },
  { from: 131201, to: 131215, rule: group },
  { from: 138000, to: 138999, rule: calling },
  {
    from: 139000,
    to: 139004,
    rule: alert('The WhatsApp Flow cannot be changed in this state.', 'See the form in WhatsApp Manager.'),
  },
];

/** An answer without a code we know, of a kind that usually passes. */
export const UNKNOWN_TEMPORARY: ErrorRule = retry('WhatsApp, or something on the way to it, failed.', few);

export const NOT_SENT: ErrorRule = retry(
  'WhatsApp could not be reached; nothing was sent.',
  patiently,
  'Check the network, and WHATSAPP_GRAPH_URL if it was set.',
);

export const UNKNOWN_FINAL: ErrorRule = never(
  'WhatsApp refused the message for a reason that is new to us.',
  'See the details, and the list of error codes in the WhatsApp documentation.',
);

export function ruleFor(code: number | undefined): ErrorRule | undefined {
  if (code === undefined) return undefined;
  return RULES.get(code) ?? RANGES.find(({ from, to }) => code >= from && code <= to)?.rule;
}
