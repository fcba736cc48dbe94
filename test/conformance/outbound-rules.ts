import { z } from 'zod';

/*
 * What WhatsApp accepts on POST /{phone_number_id}/messages, as its documentation says in prose, which covers more than its
 * OpenAPI file. Written from that documentation alone, numbers included: a check that shared numbers with the code it checks
 * would agree with its mistakes. Source: WhatsApp Cloud API, the page of each message type, as read on 2026-11-22.
 */

const characters = (max: number) =>
  z
    .string()
    .min(1)
    .refine((text) => [...text].length <= max, `at most ${max} characters`);
const distinct = (values: readonly string[]) => new Set(values).size === values.length;
const total = <T>(lists: readonly (readonly T[])[]) => lists.reduce((sum, list) => sum + list.length, 0);

const link = z.url({ protocol: /^https?$/ });
const source = { id: z.string().min(1).optional(), link: link.optional() };
const oneSource = [
  (file: { id?: string; link?: string }) => (file.id === undefined) !== (file.link === undefined),
  'exactly one of id and link',
] as const;
const File = z.strictObject(source).refine(...oneSource);
const Document = z.strictObject({ ...source, filename: characters(240).optional() }).refine(...oneSource);
const caption = characters(1024).optional();

const TextHeader = z.strictObject({ type: z.literal('text'), text: characters(60) });
const Header = z.discriminatedUnion('type', [
  TextHeader,
  z.strictObject({ type: z.literal('image'), image: File }),
  z.strictObject({ type: z.literal('video'), video: File }),
  z.strictObject({ type: z.literal('document'), document: Document }),
]);
const body = z.strictObject({ text: characters(1024) });
const footer = z.strictObject({ text: characters(60) }).optional();

const degrees = (limit: number) =>
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .refine((text) => Math.abs(Number(text)) <= limit);
const Location = z.strictObject({
  latitude: degrees(90),
  longitude: degrees(180),
  name: characters(1000).optional(),
  address: characters(1000).optional(),
});

const Contact = z.strictObject({
  name: z.strictObject({ formatted_name: z.string().min(1), first_name: z.string().min(1) }),
  phones: z
    .array(z.strictObject({ phone: z.string().min(1), wa_id: z.string().regex(/^\d+$/).optional() }))
    .optional(),
  emails: z.array(z.strictObject({ email: z.email() })).optional(),
  urls: z.array(z.strictObject({ url: link })).optional(),
  org: z.strictObject({ company: z.string().min(1) }).optional(),
});

const titled = (sections: readonly { title?: string }[]) =>
  sections.length === 1 || sections.every(({ title }) => title !== undefined);
const TITLES = 'every section has a title when there are several';

const ListSection = z.strictObject({
  title: characters(24).optional(),
  rows: z
    .array(
      z.strictObject({ id: characters(200), title: characters(24), description: characters(72).optional() }),
    )
    .min(1),
});
const ProductSection = z.strictObject({
  title: characters(24).optional(),
  product_items: z.array(z.strictObject({ product_retailer_id: z.string().min(1) })).min(1),
});

const Interactive = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('button'),
    header: Header.optional(),
    body,
    footer,
    action: z.strictObject({
      buttons: z
        .array(
          z.strictObject({
            type: z.literal('reply'),
            reply: z.strictObject({
              id: characters(256).refine((id) => id === id.trim(), 'no spaces around an id'),
              title: characters(20),
            }),
          }),
        )
        .min(1)
        .max(3)
        .refine((buttons) => distinct(buttons.map(({ reply }) => reply.id)), 'ids differ')
        .refine((buttons) => distinct(buttons.map(({ reply }) => reply.title)), 'titles differ'),
    }),
  }),
  z.strictObject({
    type: z.literal('list'),
    header: TextHeader.optional(),
    body: z.strictObject({ text: characters(4096) }),
    footer,
    action: z.strictObject({
      button: characters(20),
      sections: z
        .array(ListSection)
        .min(1)
        .max(10)
        .refine(titled, TITLES)
        .refine((sections) => total(sections.map(({ rows }) => rows)) <= 10, 'ten rows in the whole message')
        .refine(
          (sections) => distinct(sections.flatMap(({ rows }) => rows.map(({ id }) => id))),
          'row ids differ',
        ),
    }),
  }),
  z.strictObject({
    type: z.literal('product'),
    body: body.optional(),
    footer,
    action: z.strictObject({ catalog_id: z.string().min(1), product_retailer_id: z.string().min(1) }),
  }),
  z.strictObject({
    type: z.literal('product_list'),
    header: TextHeader,
    body,
    footer,
    action: z.strictObject({
      catalog_id: z.string().min(1),
      sections: z
        .array(ProductSection)
        .min(1)
        .max(10)
        .refine(titled, TITLES)
        .refine((all) => total(all.map(({ product_items }) => product_items)) <= 30, '30 products in all'),
    }),
  }),
  z.strictObject({
    type: z.literal('catalog_message'),
    body,
    footer,
    action: z.strictObject({
      name: z.literal('catalog_message'),
      parameters: z.strictObject({ thumbnail_product_retailer_id: z.string().min(1) }).optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('cta_url'),
    header: Header.optional(),
    body,
    footer,
    action: z.strictObject({
      name: z.literal('cta_url'),
      parameters: z.strictObject({ display_text: characters(20), url: link }),
    }),
  }),
  z.strictObject({
    type: z.literal('location_request_message'),
    body,
    action: z.strictObject({ name: z.literal('send_location') }),
  }),
  z.strictObject({
    type: z.literal('flow'),
    header: Header.optional(),
    body,
    footer,
    action: z.strictObject({
      name: z.literal('flow'),
      parameters: z.strictObject({
        flow_message_version: z.literal('3'),
        flow_id: z.string().min(1),
        flow_cta: characters(20),
        flow_token: z.string().min(1).optional(),
        mode: z.enum(['draft', 'published']).optional(),
        flow_action: z.enum(['navigate', 'data_exchange']).optional(),
        flow_action_payload: z
          .strictObject({
            screen: z.string().min(1).optional(),
            data: z
              .record(z.string(), z.unknown())
              .refine((data) => Object.keys(data).length > 0, 'data is never empty')
              .optional(),
          })
          .optional(),
      }),
    }),
  }),
]);

const TextParameter = z.strictObject({
  type: z.literal('text'),
  parameter_name: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/)
    .optional(),
  text: z
    .string()
    .regex(/\S/, 'not empty')
    .refine((text) => !/[\n\t]| {5}/.test(text), 'no line break, no tab, no five spaces'),
});
const HeaderParameter = z.discriminatedUnion('type', [
  TextParameter,
  z.strictObject({ type: z.literal('image'), image: File }),
  z.strictObject({ type: z.literal('video'), video: File }),
  z.strictObject({ type: z.literal('document'), document: Document }),
  z.strictObject({ type: z.literal('location'), location: Location }),
]);
const button = <T extends z.ZodType>(subType: string, parameter: T) =>
  z.strictObject({
    type: z.literal('button'),
    sub_type: z.literal(subType),
    index: z.string().regex(/^[0-9]$/, 'at most ten buttons'),
    parameters: z.tuple([parameter]),
  });
const action = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject({ type: z.literal('action'), action: z.strictObject(shape) });
const CardComponent = z.union([
  z.strictObject({ type: z.literal('header'), parameters: z.tuple([HeaderParameter]) }),
  z.strictObject({
    type: z.literal('body'),
    parameters: z
      .array(TextParameter)
      .min(1)
      .refine(
        (all) => new Set(all.map(({ parameter_name }) => parameter_name !== undefined)).size === 1,
        'all parameters by name or all by place',
      ),
  }),
  button('quick_reply', z.strictObject({ type: z.literal('payload'), payload: characters(256) })),
  button('url', z.strictObject({ type: z.literal('text'), text: characters(2000) })),
  button('copy_code', z.strictObject({ type: z.literal('coupon_code'), coupon_code: characters(20) })),
  button('flow', action({ flow_token: z.string().min(1) })),
  button('catalog', action({ thumbnail_product_retailer_id: z.string().min(1) })),
]);
const Offer = z.strictObject({
  type: z.literal('limited_time_offer'),
  // Seconds lie in 1970.
  limited_time_offer: z.strictObject({ expiration_time_ms: z.int().min(1_000_000_000_000, 'milliseconds') }),
});
const Component = z.union([
  CardComponent,
  z.strictObject({ type: z.literal('limited_time_offer'), parameters: z.tuple([Offer]) }),
  z.strictObject({
    type: z.literal('carousel'),
    cards: z
      .array(z.strictObject({ card_index: z.int().min(0), components: z.array(CardComponent).min(1) }))
      .min(1)
      .max(10)
      .refine((cards) => cards.every(({ card_index }, at) => card_index === at), 'cards in their order'),
  }),
]);
const Template = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.strictObject({
    code: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/),
    policy: z.literal('deterministic').optional(),
  }),
  components: z.array(Component).min(1).optional(),
});

const envelope = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual'),
  to: z
    .string()
    .regex(/^\+\d{4,20}$/, 'with + and digits only')
    .optional(),
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/)
    .optional(),
  context: z.strictObject({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: characters(512).optional(),
};
const of = <K extends string, T extends z.ZodType>(type: K, content: T) =>
  z.strictObject({ ...envelope, type: z.literal(type), [type]: content });

const Request = z
  .union([
    of('text', z.strictObject({ body: characters(4096), preview_url: z.boolean().optional() })),
    of('image', z.strictObject({ ...source, caption }).refine(...oneSource)),
    of('video', z.strictObject({ ...source, caption }).refine(...oneSource)),
    of('audio', z.strictObject({ ...source, voice: z.literal(true).optional() }).refine(...oneSource)),
    of(
      'document',
      z.strictObject({ ...source, caption, filename: characters(240).optional() }).refine(...oneSource),
    ),
    of('sticker', File),
    of('location', Location),
    of('contacts', z.array(Contact).min(1).max(257)),
    of('interactive', Interactive),
    of('template', Template),
  ])
  .refine(
    ({ to, recipient }) => (to === undefined) !== (recipient === undefined),
    'exactly one of to and recipient',
  );

/** What is wrong with a request body, one line each; empty when WhatsApp's documentation allows it. */
export function brokenRules(request: unknown): string[] {
  const checked = Request.safeParse(request);
  return checked.success ? [] : checked.error.issues.flatMap((issue) => linesOf(issue));
}

/** Of a union that matched nowhere, only the member that came closest is worth reading. */
function linesOf(issue: z.core.$ZodIssue): string[] {
  const where = issue.path.join('.');
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [`${where}: ${issue.message}`];
  const [closest = []] = issue.errors.toSorted((a, b) => distance(a) - distance(b));
  return closest.flatMap((inner) => linesOf({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** A wrong `type` says that this member was never meant. */
function distance(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce(
    (sum, { path }) => sum + (path.at(-1) === 'type' || path.at(-1) === 'sub_type' ? 100 : 1),
    0,
  );
}
