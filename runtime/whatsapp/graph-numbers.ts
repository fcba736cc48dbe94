import { z } from 'zod';
import { createGraphAsk, type Got } from './graph-ask.ts';
import { asList, identifier, instant, maybe } from './lenient.ts';
import { NUMBER_FIELDS, type NumberSaid, readNumberFields } from './number-fields.ts';

/** The business profile as WhatsApp has it; what is not set is empty. */
export type BusinessProfile = {
  about: string;
  address: string;
  description: string;
  email: string;
  websites: string[];
  vertical: string;
  pictureUrl: string | null;
};
export type ProfileChange = Partial<Omit<BusinessProfile, 'pictureUrl'>>;
export type Automation = {
  iceBreakers: string[];
  commands: { name: string; hint: string }[];
};

export type GraphNumbers = ReturnType<typeof createGraphNumbers>;

const PROFILE_FIELDS = 'about,address,description,email,profile_picture_url,websites,vertical';
/** 64,000 at most, 100 a page, of which this many are shown. */
const BLOCKED_SHOWN = 500;

/**
 * What is read and set of numbers at Graph, outside the way of messages. No method throws for what the network or WhatsApp does.
 * Source: WhatsApp Business Management API, "Phone numbers", "Business profiles"; WhatsApp Cloud API, "Register", "Conversational
 * components", "Block users".
 */
export function createGraphNumbers(options: { baseUrl: string; version: string }) {
  const { ask, close } = createGraphAsk(options);
  const one = encodeURIComponent;
  const done = () => ({});

  return {
    readNumber: (token: string, phoneNumberId: string): Promise<Got<{ said: NumberSaid }>> =>
      ask(token, { method: 'GET', path: `${one(phoneNumberId)}?fields=${NUMBER_FIELDS}` }, (json) => {
        const said = readNumberFields(json);
        return said && { said };
      }),

    /** Numbers of an account, for whoever knows only that. */
    listNumbers: (token: string, accountId: string) =>
      ask(
        token,
        { method: 'GET', path: `${one(accountId)}/phone_numbers?fields=id,${NUMBER_FIELDS}&limit=100` },
        (json) => {
          const list = asList(ListJson.safeParse(json).data?.data);
          return (
            list && {
              numbers: list.flatMap((number) => {
                const id = IdJson.safeParse(number).data?.id;
                const said = readNumberFields(number);
                return id === undefined || !said ? [] : [{ phoneNumberId: id, said }];
              }),
            }
          );
        },
      ),

    /** What a token may do, and until when. Source: Graph API, "debug_token". */
    debugToken: (token: string) =>
      ask(token, { method: 'GET', path: `debug_token?input_token=${one(token)}` }, (json) => {
        const data = TokenJson.safeParse(json).data?.data;
        if (!data) return null;
        const { scopes, expires_at: expires, app_id: appId, is_valid: isValid } = data;
        return {
          isValid: isValid ?? true,
          appId: appId ?? null,
          scopes: (asList(scopes) ?? []).map(String),
          // 0: it never ends.
          expiresAt: expires === undefined || expires === 0 ? null : instant(expires, new Date()),
        };
      }),

    /** Without this no webhook comes, although the address is verified. */
    subscribeApp: (token: string, accountId: string) =>
      ask(token, { method: 'POST', path: `${one(accountId)}/subscribed_apps`, json: {} }, done),
    unsubscribeApp: (token: string, accountId: string) =>
      ask(token, { method: 'DELETE', path: `${one(accountId)}/subscribed_apps` }, done),

    /** At most ten times in 72 hours. Sets the PIN where there is none. */
    register: (token: string, phoneNumberId: string, pin: string) =>
      ask(
        token,
        {
          method: 'POST',
          path: `${one(phoneNumberId)}/register`,
          json: { messaging_product: 'whatsapp', pin },
        },
        done,
      ),

    readProfile: (token: string, phoneNumberId: string): Promise<Got<{ profile: BusinessProfile }>> =>
      ask(
        token,
        { method: 'GET', path: `${one(phoneNumberId)}/whatsapp_business_profile?fields=${PROFILE_FIELDS}` },
        (json) => {
          const [first] = asList(ListJson.safeParse(json).data?.data) ?? [];
          const profile = ProfileJson.safeParse(first ?? {}).data;
          return profile ? { profile: profileOf(profile) } : null;
        },
      ),
    changeProfile: (token: string, phoneNumberId: string, change: ProfileChange) =>
      ask(
        token,
        {
          method: 'POST',
          path: `${one(phoneNumberId)}/whatsapp_business_profile`,
          json: { messaging_product: 'whatsapp', ...change },
        },
        done,
      ),

    readAutomation: (token: string, phoneNumberId: string): Promise<Got<{ automation: Automation }>> =>
      ask(
        token,
        { method: 'GET', path: `${one(phoneNumberId)}?fields=conversational_automation` },
        (json) => {
          const read = AutomationJson.safeParse(json).data?.conversational_automation;
          const commands = (asList(read?.commands) ?? []).flatMap(
            (raw) => CommandJson.safeParse(raw).data ?? [],
          );
          return {
            automation: {
              iceBreakers: (asList(read?.prompts) ?? []).map(String),
              commands: commands.map(({ command_name: name, command_description: hint }) => ({ name, hint })),
            },
          };
        },
      ),
    changeAutomation: (token: string, phoneNumberId: string, { iceBreakers, commands }: Automation) =>
      ask(
        token,
        {
          method: 'POST',
          path: `${one(phoneNumberId)}/conversational_automation`,
          json: {
            prompts: iceBreakers,
            commands: commands.map(({ name, hint }) => ({ command_name: name, command_description: hint })),
          },
        },
        done,
      ),

    listBlocked: (token: string, phoneNumberId: string) =>
      ask(
        token,
        { method: 'GET', path: `${one(phoneNumberId)}/block_users?limit=${BLOCKED_SHOWN}` },
        (json) => {
          const list = asList(ListJson.safeParse(json).data?.data);
          return (
            list && {
              blocked: list.flatMap((raw) => {
                const { wa_id: waId, user_id: userId } = BlockedJson.parse(raw);
                return waId || userId ? [{ waId: waId ?? null, userId: userId ?? null }] : [];
              }),
            }
          );
        },
      ),

    close,
  };
}

const ListJson = z.object({ data: z.unknown() });
const IdJson = z.object({ id: identifier });
const TokenJson = z.object({
  data: z.object({
    app_id: maybe(identifier),
    is_valid: maybe(z.boolean()),
    scopes: z.unknown().optional(),
    expires_at: maybe(z.number()),
  }),
});
const Text = maybe(z.string());
const ProfileJson = z.object({
  about: Text,
  address: Text,
  description: Text,
  email: Text,
  websites: maybe(z.array(z.string())),
  vertical: Text,
  profile_picture_url: Text,
});
const AutomationJson = z.object({
  conversational_automation: maybe(
    z.object({ prompts: z.unknown().optional(), commands: z.unknown().optional() }),
  ),
});
const CommandJson = z.object({ command_name: z.string(), command_description: z.string() });
const BlockedJson = z.object({ wa_id: maybe(identifier), user_id: maybe(identifier) }).catch({});

function profileOf(profile: z.infer<typeof ProfileJson>): BusinessProfile {
  const { about = '', address = '', description = '', email = '', websites = [], vertical = '' } = profile;
  return {
    about,
    address,
    description,
    email,
    websites,
    vertical,
    pictureUrl: profile.profile_picture_url ?? null,
  };
}
