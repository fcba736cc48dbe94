import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import {
  AdBody,
  AdvanceBody,
  ContactBody,
  FaultBody,
  FileBody,
  FormBody,
  OrderBody,
  PersonBody,
  PlaceBody,
  ReactionBody,
  StatusBody,
  TapBody,
  TextBody,
  WebhookFaultBody,
  WebhookUrlBody,
} from './control-bodies.ts';
import type { Emulator } from './emulator-types.ts';
import { TemplateOptions, TemplateStatus } from './templates/templates.ts';

/**
 * Drives the emulator from another process, under `/_emulator`. Bodies are JSON and checked; what a person does
 * answers with the message's `wamid` once WhatsApp has tried to report it. A mistake answers 400 with `error`.
 */
export function controlApp(emulator: Emulator) {
  const phoneOf = (c: { req: { param(name: 'person'): string; query(name: string): string | undefined } }) =>
    emulator.phone(c.req.param('person'), {}, c.req.query('number'));

  const phones = new Hono()
    .post('/:person', async (c) => {
      const body = await bodyOf(c, PersonBody);
      const phone = emulator.phone(c.req.param('person'), body, c.req.query('number'));
      return c.json(phone.person);
    })
    .get('/:person/messages', async (c) => {
      const phone = phoneOf(c);
      const from = Number(c.req.query('from') ?? 0);
      const waitMs = Number(c.req.query('waitMs') ?? 0);
      if (waitMs > 0) await emulator.until(() => phone.messages.length > from, waitMs);
      return c.json({ messages: phone.messages.slice(from), isTyping: phone.isTyping });
    })
    .post('/:person/text', async (c) => {
      const { text, quoting } = await bodyOf(c, TextBody);
      return c.json({ wamid: await phoneOf(c).text(text, { quoting }) });
    })
    .post('/:person/tap', async (c) => {
      const { option, wamid } = await bodyOf(c, TapBody);
      const phone = phoneOf(c);
      return c.json({ wamid: await (wamid ? phone.tapOn(wamid, option) : phone.tap(option)) });
    })
    .post('/:person/location', async (c) => {
      return c.json({ wamid: await phoneOf(c).sendLocation(await bodyOf(c, PlaceBody)) });
    })
    .post('/:person/file', async (c) => {
      const { kind, base64, ...file } = await bodyOf(c, FileBody);
      const phone = phoneOf(c);
      const content = { ...file, ...(base64 === undefined ? {} : { bytes: Buffer.from(base64, 'base64') }) };
      const send = {
        image: phone.sendImage,
        video: phone.sendVideo,
        audio: phone.sendAudio,
        voice: () => phone.sendAudio({ ...content, voice: true }),
        document: phone.sendDocument,
        sticker: phone.sendSticker,
      }[kind];
      return c.json({ wamid: await send(content) });
    })
    .post('/:person/contact-card', async (c) => {
      return c.json({ wamid: await phoneOf(c).sendContactCard(await bodyOf(c, ContactBody)) });
    })
    .post('/:person/order', async (c) => {
      const { items, text } = await bodyOf(c, OrderBody);
      return c.json({ wamid: await phoneOf(c).sendOrder(items, text) });
    })
    .post('/:person/form', async (c) => {
      const { values } = await bodyOf(c, FormBody);
      return c.json({ wamid: await phoneOf(c).sendForm(values) });
    })
    .post('/:person/reaction', async (c) => {
      const { emoji, wamid } = await bodyOf(c, ReactionBody);
      return c.json({ wamid: await phoneOf(c).sendReaction(emoji, wamid) });
    })
    .post('/:person/unsupported', async (c) => c.json({ wamid: await phoneOf(c).sendUnsupported() }))
    .post('/:person/ad', async (c) => {
      const { text, sourceId } = await bodyOf(c, AdBody);
      return c.json({ wamid: await phoneOf(c).comeFromAd(text, sourceId === undefined ? {} : { sourceId }) });
    })
    .post('/:person/:act{read|block|unblock|off|on|stop-marketing|resume-marketing}', async (c) => {
      const phone = phoneOf(c);
      const acts: Record<string, () => void | Promise<void>> = {
        read: phone.read,
        block: phone.block,
        unblock: phone.unblock,
        off: phone.switchOff,
        on: phone.switchOn,
        'stop-marketing': phone.stopMarketing,
        'resume-marketing': phone.resumeMarketing,
      };
      await acts[c.req.param('act')]?.();
      return c.json({ success: true });
    });

  return new Hono()
    .basePath('/_emulator')
    .notFound((c) => c.json({ error: `${c.req.method} ${c.req.path} does nothing here` }, 404))
    .onError((error, c) => {
      if (error instanceof HTTPException) return error.getResponse();
      return c.json({ error: error.message }, 400);
    })
    .get('/', (c) => c.json(emulator.describe()))
    .route('/phones', phones)
    .get('/accepted', (c) => c.json({ accepted: emulator.accepted }))
    .get('/refused', (c) => c.json({ refused: emulator.refused }))
    .get('/requests', (c) => c.json({ requests: emulator.requests }))
    .get('/webhooks', (c) => c.json({ webhooks: emulator.webhooks.all }))
    .post('/clock/advance', async (c) => {
      const { ms } = await bodyOf(c, AdvanceBody);
      emulator.clock.advance(ms);
      return c.json({ now: emulator.clock.now() });
    })
    .post('/faults', async (c) => {
      const { fault, times, match } = await bodyOf(c, FaultBody);
      emulator.faults.next(fault, { times, match });
      return c.json({ pending: emulator.faults.pending });
    })
    .post('/webhook-faults', async (c) => {
      const { fault, times, match } = await bodyOf(c, WebhookFaultBody);
      emulator.faults.nextWebhook(fault, { times, match });
      return c.json({ pending: emulator.faults.pending });
    })
    .delete('/faults', (c) => {
      emulator.faults.clear();
      return c.json({ pending: 0 });
    })
    .post('/templates', async (c) => c.json(emulator.templates.add(await bodyOf(c, TemplateOptions))))
    .post('/templates/:name/:language/status', async (c) => {
      const { name, language } = c.req.param();
      const { status } = await bodyOf(c, z.strictObject({ status: TemplateStatus }));
      await emulator.setTemplateStatus(name, language, status);
      return c.json({ success: true });
    })
    .post('/statuses', async (c) => {
      const { wamid, status, code } = await bodyOf(c, StatusBody);
      await emulator.status(wamid, status, code);
      return c.json({ success: true });
    })
    .post('/webhook-url', async (c) => {
      emulator.webhookUrl = (await bodyOf(c, WebhookUrlBody)).url;
      return c.json({ url: emulator.webhookUrl });
    })
    .post('/verify-webhook', async (c) => c.json(await emulator.verifyWebhook()))
    .post('/redeliver', async (c) => c.json({ delivered: await emulator.redeliver() }));
}

async function bodyOf<T>(c: { req: { json(): Promise<unknown> } }, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await c.req.json().catch(() => ({})));
  if (parsed.success) return parsed.data;
  throw new HTTPException(400, {
    res: Response.json({ error: z.prettifyError(parsed.error) }, { status: 400 }),
  });
}
