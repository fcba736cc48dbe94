import { z } from 'zod';
import { asList, identifier, maybe } from './lenient.ts';

/** What WhatsApp says of one of our numbers, each value as Meta writes it; null where it says nothing. */
export type NumberSaid = {
  displayPhone: string | null;
  verifiedName: string | null;
  nameStatus: string | null;
  quality: string | null;
  status: string | null;
  verification: string | null;
  /** `TIER_2K`: how many people the whole portfolio may begin a conversation with within 24 hours. */
  limit: string | null;
  /** `STANDARD`, `HIGH`. */
  throughput: string | null;
  isOfficial: boolean | null;
  isPinSet: boolean | null;
  /** `SANDBOX`, `LIVE`. */
  mode: string | null;
  /** `AVAILABLE`, `LIMITED`, `BLOCKED`. */
  canSend: string | null;
  /** People find an address or a website there: the rules ask for one. Null: not known. */
  hasProfile: boolean | null;
  /** Those of the profile; left out where it was read before they were kept. */
  websites?: string[];
  /** What stands in the way of sending, in Meta's words. */
  obstacles: { code: string | null; happened: string; advice: string }[];
};

/** Most of them come only when they are asked for by name. */
export const NUMBER_FIELDS = [
  'display_phone_number',
  'verified_name',
  'name_status',
  'quality_rating',
  'status',
  'code_verification_status',
  'whatsapp_business_manager_messaging_limit',
  'throughput',
  'is_official_business_account',
  'is_pin_enabled',
  'account_mode',
  'health_status',
].join(',');

const Text = maybe(z.string());
const NumberJson = z.object({
  display_phone_number: Text,
  verified_name: Text,
  name_status: Text,
  quality_rating: Text,
  status: Text,
  code_verification_status: Text,
  whatsapp_business_manager_messaging_limit: maybe(identifier),
  throughput: maybe(z.object({ level: Text })),
  is_official_business_account: maybe(z.boolean()),
  is_pin_enabled: maybe(z.boolean()),
  account_mode: Text,
  health_status: maybe(z.object({ can_send_message: Text, entities: z.unknown().optional() })),
});
const Entity = z.object({ errors: z.unknown().optional() });
const Obstacle = z.object({
  error_code: maybe(identifier),
  error_description: Text,
  possible_solution: Text,
});

/** Source: WhatsApp Business Management API, "Get a single phone number", "Health status". */
export function readNumberFields(json: unknown): NumberSaid | null {
  const number = NumberJson.safeParse(json).data;
  if (!number) return null;
  const { health_status: health } = number;
  const entities = (asList(health?.entities) ?? []).flatMap((one) => Entity.safeParse(one).data ?? []);
  const obstacles = entities
    .flatMap(({ errors }) => asList(errors) ?? [])
    .flatMap((error) => Obstacle.safeParse(error).data ?? []);
  return {
    displayPhone: number.display_phone_number ?? null,
    verifiedName: number.verified_name ?? null,
    nameStatus: number.name_status ?? null,
    quality: number.quality_rating ?? null,
    status: number.status ?? null,
    verification: number.code_verification_status ?? null,
    limit: number.whatsapp_business_manager_messaging_limit ?? null,
    throughput: number.throughput?.level ?? null,
    isOfficial: number.is_official_business_account ?? null,
    isPinSet: number.is_pin_enabled ?? null,
    mode: number.account_mode ?? null,
    canSend: health?.can_send_message ?? null,
    hasProfile: null,
    obstacles: obstacles.map(({ error_code, error_description, possible_solution }) => ({
      code: error_code ?? null,
      happened: error_description ?? '',
      advice: possible_solution ?? '',
    })),
  };
}
