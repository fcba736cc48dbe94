/** One WhatsApp number of a business, as it is given to the emulator. */
export type NumberOptions = {
  phoneNumberId: string;
  /** In any notation; webhooks carry its digits. */
  displayPhoneNumber: string;
  wabaId: string;
  /** The catalogue connected to the account. Without one, product messages are refused. */
  catalogId?: string;
  /** Retailer ids in that catalogue; unset means that every id is known. */
  products?: string[];
  /** Where the pictures of its products are, each under its retailer id. */
  productPictures?: string;
  /** Messages a second, in and out together; 80 unless granted more. */
  throughput?: number;
  verifiedName?: string;
  qualityRating?: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
  /** Country calling code put before a recipient written without `+`. Read off the display number when unset. */
  callingCode?: string;
  /** Whether webhooks carry the person's identity key hash. */
  identityCheck?: boolean;
  /** `CONNECTED` unless told; `PENDING` until it is registered. */
  status?: string;
  nameStatus?: string;
  /** Of the whole portfolio. */
  messagingLimit?: string;
  /** The number's key at 360dialog; a number without one is Meta's alone. */
  dialog360Key?: string;
};

/** What a business sets of its number. */
export type NumberSettings = {
  pin: string | null;
  profile: Record<string, unknown>;
  prompts: string[];
  commands: { command_name: string; command_description: string }[];
  blocked: { wa_id?: string; user_id?: string }[];
  isCartOn: boolean;
  isCatalogueVisible: boolean;
};

export type BusinessNumber = Required<Omit<NumberOptions, 'catalogId' | 'products' | 'dialog360Key'>> & {
  dialog360Key: string | null;
  catalogId: string | null;
  products: ReadonlySet<string> | null;
  /** The display number as webhooks write it. */
  digits: string;
  settings: NumberSettings;
};

/** What a Parley with default settings is told to use, and what `parley emulator` offers. */
export const DEFAULTS = {
  webhookUrl: 'http://127.0.0.1:3000/webhooks/whatsapp',
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  catalogId: '300000000000001',
  displayPhoneNumber: '+1 555-010-0001',
  accessToken: 'emulator-token',
  appSecret: 'emulator-secret',
  verifyToken: 'emulator-verify',
} as const;

export function toBusinessNumber(options: NumberOptions): BusinessNumber {
  const digits = options.displayPhoneNumber.replace(/\D/g, '');
  return {
    throughput: 80,
    verifiedName: 'Emulated business',
    qualityRating: 'GREEN',
    identityCheck: false,
    status: 'CONNECTED',
    nameStatus: 'APPROVED',
    messagingLimit: 'TIER_2K',
    productPictures: 'https://example.com/products',
    settings: {
      ...{ pin: null, profile: {}, prompts: [], commands: [], blocked: [] },
      ...{ isCartOn: true, isCatalogueVisible: false },
    },
    callingCode: /^[17]/.test(digits) ? digits.slice(0, 1) : digits.slice(0, 2),
    ...options,
    catalogId: options.catalogId ?? null,
    dialog360Key: options.dialog360Key ?? null,
    products: options.products ? new Set(options.products) : null,
    digits,
  };
}
