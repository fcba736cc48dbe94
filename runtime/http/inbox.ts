import { OpenAPIHono } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import { placeOf } from '../conversation/place-in-list.ts';
import type { Database } from '../db/tables.ts';
import { doToMany, UNDO_MS, undo } from '../desk/bulk.ts';
import type { Desk } from '../desk/desk.ts';
import { countInbox, listInbox } from '../desk/inbox-list.ts';
import { addLabel, listLabels, removeLabel } from '../desk/labels.ts';
import { snoozeOf } from '../desk/own-marks.ts';
import { listSavedViews, removeSavedView, saveSavedView } from '../desk/saved-views.ts';
import { search } from '../desk/search.ts';
import type { Work } from '../inbox/enqueue.ts';
import * as routes from './inbox-routes.ts';
import { FilterJson, inboxRowJson } from './inbox-schemas.ts';
import { auditing } from './own-audit.ts';
import { refuse } from './problem.ts';
import { touched } from './touched.ts';
import { checkAnswers, whoActs } from './who-acts.ts';

export type InboxDeps = {
  db: Kysely<Database>;
  wake: (work: Work[]) => void;
  /** Without it lists follow only what other processes do for them. */
  desk?: Pick<Desk, 'note' | 'flush'> | undefined;
};

/** The inbox: its lists, how much is in them, search, labels, saved views, and what is done to many conversations at once. */
export function inbox({ db, wake, desk }: InboxDeps) {
  return new OpenAPIHono()
    .openapi(routes.listInboxRoute, async (c) => {
      const { view, order, next, limit, number, contact, owner, onlyOpenWindow, ...rest } =
        c.req.valid('query');
      const caller = c.get('caller');
      const page = await listInbox(
        db,
        caller,
        {
          ...rest,
          ...{ view, numberId: number, contactId: contact, onlyOpenWindow: onlyOpenWindow === 'true' },
          owner: owner === 'me' ? caller.id : owner,
        },
        { order, after: placeOf(next), limit },
      );
      return c.json({ conversations: page.conversations.map(inboxRowJson), next: page.next }, 200);
    })
    .openapi(routes.countInboxRoute, async (c) => {
      const { number } = c.req.valid('query');
      return c.json(await countInbox(db, c.get('caller'), { numberId: number }), 200);
    })
    .openapi(routes.searchInboxRoute, async (c) => {
      const { q, limit } = c.req.valid('query');
      const { messages, contacts } = await search(db, c.get('caller'), q, limit);
      return c.json(
        {
          messages: messages.map((message) => ({ ...message, at: message.at.toISOString() })),
          contacts: contacts.map((contact) => ({ ...contact, lastAt: contact.lastAt.toISOString() })),
        },
        200,
      );
    })
    .openapi(routes.bulkRoute, async (c) => {
      const { ids, do: asked } = c.req.valid('json');
      if (asked.act === 'assign') await checkAnswers(db, asked.to);
      const act = asked.act === 'snooze' ? { ...asked, until: snoozeOf(asked.until) } : asked;
      const { done, refused, token } = await doToMany(
        { db, wake, audit: auditing(c) },
        c.get('caller'),
        whoActs(c, undefined),
        ids,
        act,
      );
      await touched(db, desk, done);
      const undoUntil = new Date(Date.now() + UNDO_MS).toISOString();
      return c.json({ done, refused, token, undoUntil }, 200);
    })
    .openapi(routes.undoRoute, async (c) => {
      const undone = await undo(
        { db, wake, audit: auditing(c) },
        whoActs(c, undefined),
        c.req.valid('json').token,
      );
      if (!undone) return refuse('too-late-to-undo');
      await touched(db, desk, undone);
      return c.json({ ids: undone }, 200);
    })
    .openapi(routes.listViews, async (c) => {
      const views = await listSavedViews(
        db,
        c.get('caller').id,
        (stored) => FilterJson.safeParse(stored).data ?? null,
      );
      return c.json({ views }, 200);
    })
    .openapi(routes.saveView, async (c) => {
      return c.json(await saveSavedView(db, c.get('caller').id, c.req.valid('json')), 201);
    })
    .openapi(routes.removeView, async (c) => {
      const isGone = await removeSavedView(db, c.get('caller').id, c.req.valid('param').id);
      return isGone ? c.body(null, 204) : refuse('saved-view-not-found');
    })
    .openapi(routes.listLabelsRoute, async (c) => c.json({ labels: await listLabels(db) }, 200))
    .openapi(routes.addLabelRoute, async (c) => {
      const label = await addLabel(db, c.req.valid('json'));
      return label ? c.json(label, 201) : refuse('label-exists');
    })
    .openapi(routes.removeLabelRoute, async (c) => {
      const isGone = await removeLabel(db, c.req.valid('param').id);
      return isGone ? c.body(null, 204) : refuse('label-not-found');
    });
}
