import { z } from 'zod';
import { after, Base, defineNode, on, state } from '../definition.ts';
import { parseDelay } from '../delay.ts';
import { afterKey } from '../duration.ts';
import { PERSON_EVENTS } from '../input.ts';
import { Reopening } from '../reopen.ts';

const Wait = z.strictObject({
  type: z.literal('wait'),
  ...Base,
  until: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('duration'), duration: z.string().meta({ control: 'duration' }) }),
      /** The next such time on the contact's clock. */
      z.strictObject({
        kind: z.literal('clock'),
        time: z.string().meta({ label: 'HH:MM', control: 'time' }),
      }),
      z.strictObject({
        kind: z.literal('before-window-closes'),
        duration: z.string().meta({ control: 'duration' }),
      }),
    ])
    .meta({ label: 'Wait', control: 'wait' }),
  ...Reopening,
});
type Wait = z.infer<typeof Wait>;

/** Lets time pass. What the contact says meanwhile leaves by `message` where that is wired, and is passed over where not. */
export const wait = defineNode<Wait>({
  title: 'Wait',
  summary:
    'Waits for a duration, until a time on the contact’s clock, or until shortly before the 24-hour window closes.',
  family: 'logic',
  schema: Wait,
  blank: { type: 'wait', at: [0, 0], until: { kind: 'duration', duration: 'PT1H' } },
  ports: () => [
    { id: 'elapsed', label: 'Time is up' },
    { id: 'message', label: 'The contact writes' },
  ],
  compile: (node, wire) => {
    const interrupted = Object.fromEntries(PERSON_EVENTS.map((event) => [event, [wire.to('message')]]));
    return state({
      on: on(interrupted),
      after: after({ [delayKey(node.until)]: [wire.to('elapsed')] }),
    });
  },
  validate: (node) => {
    if (parseDelay(delayKey(node.until)) !== null) return [];
    const example = node.until.kind === 'clock' ? '09:30' : 'PT2H';
    return [
      {
        code: 'bad-duration',
        level: 'error',
        field: 'until',
        message: `Write the time to wait like ${example}.`,
      },
    ];
  },
  preview: ({ until }) => ({ text: until.kind === 'clock' ? until.time : until.duration, messages: [] }),
});

function delayKey(until: Wait['until']): string {
  switch (until.kind) {
    case 'duration':
      return afterKey(until.duration);
    case 'clock':
      return `until ${until.time}`;
    case 'before-window-closes':
      return `before-window-closes ${until.duration}`;
  }
}
