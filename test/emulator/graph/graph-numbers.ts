import { Hono } from 'hono';
import { z } from 'zod';
import type { World } from '../world.ts';
import { type GraphEnv, refuse, unknownObject } from './graph-env.ts';
import { refusal } from './graph-error.ts';

const PROFILE_FIELDS = [
  'about',
  'address',
  'description',
  'email',
  'profile_picture_url',
  'websites',
  'vertical',
];
/** Source: WhatsApp Cloud API, "Business profiles". */
const Profile = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  about: z.string().min(1).max(139).optional(),
  address: z.string().max(256).optional(),
  description: z.string().max(512).optional(),
  email: z.string().max(128).optional(),
  websites: z.array(z.url().max(256)).max(2).optional(),
  vertical: z.string().optional(),
  profile_picture_handle: z.string().optional(),
});
/** Source: WhatsApp Cloud API, "Conversational components". */
const Automation = z.strictObject({
  enable_welcome_message: z.boolean().optional(),
  prompts: z.array(z.string().min(1).max(80)).max(4).optional(),
  commands: z
    .array(
      z.strictObject({
        command_name: z.string().min(1).max(32),
        command_description: z.string().min(1).max(256),
      }),
    )
    .max(30)
    .optional(),
});
const Register = z.object({ messaging_product: z.literal('whatsapp'), pin: z.string().regex(/^\d{6}$/) });

/** What a business sets of its numbers: registration, profile, ice breakers and commands. */
export const graphNumbers = (world: World) =>
  new Hono<GraphEnv>()
    .post('/:version/:id/register', async (c) => {
      const number = world.numbers.get(c.req.param('id'));
      if (!number) return unknownObject(c, world, c.req.param('id'));
      const read = Register.safeParse(await c.req.json().catch(() => undefined));
      if (!read.success) return refuse(c, world, refusal(100, 'Param pin must be a six-digit number.'));
      const { settings } = number;
      if (settings.pin !== null && settings.pin !== read.data.pin)
        return refuse(c, world, refusal(133005, 'PIN mismatch'));
      settings.pin = read.data.pin;
      number.status = 'CONNECTED';
      return c.json({ success: true });
    })
    .get('/:version/:id/whatsapp_business_profile', (c) => {
      const number = world.numbers.get(c.req.param('id'));
      if (!number) return unknownObject(c, world, c.req.param('id'));
      const fields = (c.req.query('fields') ?? 'messaging_product').split(',');
      const shown = Object.entries(number.settings.profile).filter(
        ([field]) => fields.includes(field) && PROFILE_FIELDS.includes(field),
      );
      return c.json({ data: [{ ...Object.fromEntries(shown), messaging_product: 'whatsapp' }] });
    })
    .post('/:version/:id/whatsapp_business_profile', async (c) => {
      const number = world.numbers.get(c.req.param('id'));
      if (!number) return unknownObject(c, world, c.req.param('id'));
      const read = Profile.safeParse(await c.req.json().catch(() => undefined));
      if (!read.success) {
        const [issue] = read.error.issues;
        return refuse(
          c,
          world,
          refusal(100, `Invalid parameter: ${issue?.path.join('.')} ${issue?.message}`),
        );
      }
      const { messaging_product: _, ...profile } = read.data;
      Object.assign(number.settings.profile, profile);
      return c.json({ success: true });
    })
    .post('/:version/:id/conversational_automation', async (c) => {
      const number = world.numbers.get(c.req.param('id'));
      if (!number) return unknownObject(c, world, c.req.param('id'));
      const read = Automation.safeParse(await c.req.json().catch(() => undefined));
      if (!read.success) {
        const [issue] = read.error.issues;
        return refuse(
          c,
          world,
          refusal(100, `Invalid parameter: ${issue?.path.join('.')} ${issue?.message}`),
        );
      }
      const { prompts, commands } = read.data;
      if (prompts) number.settings.prompts = prompts;
      if (commands) number.settings.commands = commands;
      return c.json({ success: true });
    });
