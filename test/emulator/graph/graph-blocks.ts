import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { isOpen } from '../windows.ts';
import type { World } from '../world.ts';
import { type GraphEnv, refuse, unknownObject } from './graph-env.ts';
import { errorBody, refusal } from './graph-error.ts';

const Blocking = z.object({
  messaging_product: z.literal('whatsapp'),
  block_users: z
    .array(z.union([z.strictObject({ user: z.string() }), z.strictObject({ user_id: z.string() })]))
    .min(1),
});

/**
 * Who is blocked on a number. Only who has written within 24 hours can be; what fails is told beside what is done, with code 139100.
 * Source: WhatsApp Cloud API, "Block users".
 */
export const graphBlocks = (world: World) => {
  const change = async (c: Context<GraphEnv, '/:version/:id/block_users'>, isBlocked: boolean) => {
    const number = world.numbers.get(c.req.param('id'));
    if (!number) return unknownObject(c, world, c.req.param('id'));
    const read = Blocking.safeParse(await c.req.json().catch(() => undefined));
    if (!read.success) return refuse(c, world, refusal(100, 'The parameter block_users is required.'));
    const changed: object[] = [];
    const failed: object[] = [];
    for (const asked of read.data.block_users) {
      const input = 'user' in asked ? asked.user : asked.user_id;
      const person = world.people.find(input.replace(/^\+/, ''));
      const { settings } = number;
      const isKnown =
        person !== undefined && isOpen(world.threads.of(number, person).window, world.clock.now());
      if (!person || (isBlocked && !isKnown)) {
        failed.push({ input, errors: [{ code: 139_100, message: 'Has not written within 24 hours' }] });
        continue;
      }
      const others = settings.blocked.filter((one) => one.user_id !== person.userId);
      const entry = { ...(person.waId !== null && { wa_id: person.waId }), user_id: person.userId };
      settings.blocked = isBlocked ? [...others, entry] : others;
      changed.push({ input, ...entry });
    }
    const done = { [isBlocked ? 'added_users' : 'removed_users']: changed };
    if (failed.length === 0) return c.json({ messaging_product: 'whatsapp', block_users: done });
    const { error } = errorBody(refusal(139_100, 'Not everybody was changed.'), world.ids.traceId());
    return c.json(
      { messaging_product: 'whatsapp', block_users: { ...done, failed_users: failed }, error },
      400,
    );
  };
  return new Hono<GraphEnv>()
    .get('/:version/:id/block_users', (c) => {
      const number = world.numbers.get(c.req.param('id'));
      if (!number) return unknownObject(c, world, c.req.param('id'));
      return c.json({ data: number.settings.blocked });
    })
    .post('/:version/:id/block_users', (c) => change(c, true))
    .delete('/:version/:id/block_users', (c) => change(c, false));
};
