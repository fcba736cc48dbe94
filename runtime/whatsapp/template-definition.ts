import type {
  DefinedBody,
  DefinedButton,
  DefinedCard,
  OneTimeCode,
  TemplateContent,
} from '@parley/flows/templates/definition.ts';
import { placesIn } from '@parley/flows/templates/places.ts';

type Json = Record<string, unknown>;

/** The body of `POST /{business_account_id}/message_templates`; of an edit only its `category` and `components` are sent. */
export type GraphDefinition = {
  name: string;
  language: string;
  category: string;
  parameter_format?: 'NAMED' | 'POSITIONAL';
  components: Json[];
};

/**
 * A template as WhatsApp wants it when it is submitted, samples included.
 * Source: WhatsApp Business Management API, “Template management”, “Template components”, “Authentication templates”.
 */
export function toGraphDefinition(name: string, language: string, content: TemplateContent): GraphDefinition {
  const category = content.category.toUpperCase();
  if (content.category === 'authentication') {
    return { name, language, category, components: codeComponents(content.code) };
  }
  const { header, body, footer, buttons, offer, cards, places } = content;
  return {
    name,
    language,
    category,
    parameter_format: places === 'named' ? 'NAMED' : 'POSITIONAL',
    components: [
      ...(header ? [headerComponent(header, places)] : []),
      ...(offer
        ? [
            {
              type: 'LIMITED_TIME_OFFER',
              limited_time_offer: { text: offer.text, has_expiration: offer.ends },
            },
          ]
        : []),
      bodyComponent(body, places),
      ...(footer === undefined ? [] : [{ type: 'FOOTER', text: footer }]),
      ...(buttons.length > 0 ? [{ type: 'BUTTONS', buttons: buttons.map(graphButton) }] : []),
      ...(cards
        ? [{ type: 'CAROUSEL', cards: cards.map((card) => ({ components: cardComponents(card, places) })) }]
        : []),
    ],
  };
}

function headerComponent(
  header: NonNullable<TemplateContent['header']>,
  places: TemplateContent['places'],
): Json {
  if (header.type === 'location') return { type: 'HEADER', format: 'LOCATION' };
  if (header.type !== 'text') {
    const example = header.sample ? { example: { header_handle: [header.sample] } } : {};
    return { type: 'HEADER', format: header.type.toUpperCase(), ...example };
  }
  const [place] = placesIn(header.text);
  const sample = header.sample ?? '';
  const example =
    places === 'named'
      ? { header_text_named_params: [{ param_name: place, example: sample }] }
      : { header_text: [sample] };
  return { type: 'HEADER', format: 'TEXT', text: header.text, ...(place === undefined ? {} : { example }) };
}

function bodyComponent({ text, samples }: DefinedBody, places: TemplateContent['places']): Json {
  const names = placesIn(text);
  const sampleOf = (name: string) => samples[name] ?? '';
  const example =
    places === 'named'
      ? { body_text_named_params: names.map((name) => ({ param_name: name, example: sampleOf(name) })) }
      : { body_text: [names.toSorted((one, other) => Number(one) - Number(other)).map(sampleOf)] };
  return { type: 'BODY', text, ...(names.length > 0 ? { example } : {}) };
}

function cardComponents({ header, body, buttons }: DefinedCard, places: TemplateContent['places']): Json[] {
  return [
    headerComponent(header, places),
    ...(body ? [bodyComponent(body, places)] : []),
    { type: 'BUTTONS', buttons: buttons.map(graphButton) },
  ];
}

function graphButton(button: DefinedButton): Json {
  switch (button.type) {
    case 'quick-reply':
      return { type: 'QUICK_REPLY', text: button.title };
    case 'url': {
      const { title, url, sample } = button;
      return { type: 'URL', text: title, url, ...(sample ? { example: [sample] } : {}) };
    }
    case 'phone':
      return { type: 'PHONE_NUMBER', text: button.title, phone_number: button.phone };
    case 'copy-code':
      return { type: 'COPY_CODE', example: button.sample };
    case 'form': {
      const { title, formId, screen } = button;
      const first = screen ? { flow_action: 'navigate', navigate_screen: screen } : {};
      return { type: 'FLOW', text: title, flow_id: formId, ...first };
    }
    case 'catalog':
      return { type: 'CATALOG', text: button.title };
    case 'products':
      return { type: 'MPM', text: button.title };
    case 'call':
      return { type: 'VOICE_CALL', text: button.title };
    case 'contact-info':
      return { type: 'REQUEST_CONTACT_INFO' };
  }
}

const OTP_TYPE = { 'copy-code': 'COPY_CODE', 'one-tap': 'ONE_TAP', 'zero-tap': 'ZERO_TAP' } as const;

function codeComponents(code: OneTimeCode | undefined): Json[] {
  if (!code) return [];
  const apps = (code.apps ?? []).map((app) => ({ package_name: app.package, signature_hash: app.signature }));
  return [
    { type: 'BODY', add_security_recommendation: code.warns },
    ...(code.expiresInMinutes === undefined
      ? []
      : [{ type: 'FOOTER', code_expiration_minutes: code.expiresInMinutes }]),
    {
      type: 'BUTTONS',
      buttons: [
        {
          type: 'OTP',
          otp_type: OTP_TYPE[code.way],
          ...(code.title ? { text: code.title } : {}),
          ...(code.way === 'copy-code' ? {} : { supported_apps: apps }),
          // The business vouches for it in the same request. Source: “Zero-tap authentication templates”.
          ...(code.way === 'zero-tap' ? { zero_tap_terms_accepted: true } : {}),
        },
      ],
    },
  ];
}
