import cafe from '@parley/flows/examples/cafe-orders.machine.json' with { type: 'json' };
import { fromMachine } from '@parley/flows/machine.ts';
import { validate } from '@parley/flows/validate.ts';
import { describe, expect, test } from 'vitest';
import {
  blankMachine,
  freeId,
  machineOf,
  readMachineFile,
  readSample,
  SAMPLES,
  type SampleId,
} from '../../editor/shell/new-flow.ts';

describe('a new flow', () => {
  test.each(['en-GB', 'ru', 'de', 'es', 'fr', 'it', 'pt-BR', 'tr', 'uk', 'id', 'xx'])(
    'from blank lacks only what comes after its greeting, in %s',
    (language) => {
      const machine = blankMachine({ name: 'Shop', id: 'shop' }, [language, 'en']);
      const locale = language === 'xx' ? 'en' : language.slice(0, 2);
      expect(machine.meta.flow).toMatchObject({ locales: [locale], defaultLocale: locale });
      expect(validate(machine)).toMatchObject([{ code: 'dead-end', node: 'welcome', field: 'ports.next' }]);
    },
  );

  test('has an id of its own, in letters that an address can hold', () => {
    expect(freeId('Моё кафе!', [])).toBe('moe-kafe');
    expect(freeId('Café', ['cafe', 'cafe-2'])).toBe('cafe-3');
    expect(freeId('24/7', [])).toBe('flow-24-7');
    expect(freeId('x'.repeat(200), [])).toHaveLength(56);
  });

  test.each(Object.keys(SAMPLES) as SampleId[])(
    'may be the sample %s under another id, ready to publish',
    async (id) => {
      const read = await readSample(id);
      if (!read.ok) throw new Error(read.reasons.join());
      const machine = machineOf(read.flow, { name: 'Mine', id: 'mine' });
      expect(fromMachine(machine)).toMatchObject({
        ok: true,
        flow: { id: 'mine', settings: { name: 'Mine' } },
      });
      expect(validate(machine).filter(({ level }) => level === 'error')).toEqual([]);
    },
  );

  test('from a file says what it needs besides, and begins itself anew under its new id', () => {
    const states = {
      ...cafe.states,
      again: {
        type: 'final',
        entry: [{ type: 'start', params: { flow: 'cafe-orders' } }],
        meta: { node: { type: 'start', at: [0, 0], flow: 'cafe-orders' } },
      },
      other: {
        type: 'final',
        entry: [{ type: 'start', params: { flow: 'feedback' } }],
        meta: { node: { type: 'start', at: [0, 0], flow: 'feedback' } },
      },
    };
    const read = readMachineFile(JSON.stringify({ ...cafe, states }));
    if (!read.ok) throw new Error(read.reasons.join());
    expect(read.needs).toEqual({
      templates: [],
      flows: ['feedback'],
      hosts: [],
      teams: ['counter'],
      forms: [],
      uploads: [],
      files: [],
    });
    const machine = machineOf(read.flow, { name: 'Copy', id: 'copy' });
    expect(machine.states.again?.entry).toEqual([{ type: 'start', params: { flow: 'copy' } }]);
    expect(machine.states.other?.entry).toEqual([{ type: 'start', params: { flow: 'feedback' } }]);
  });

  test('is not made of a machine that is not ours, nor of what is no machine', () => {
    const foreign = { id: 'toggle', initial: 'on', states: { on: { on: { GO: 'off' } }, off: {} } };
    const read = readMachineFile(JSON.stringify(foreign));
    expect(read).toMatchObject({ ok: false, why: 'foreign' });
    expect(read.ok || read.reasons.join('\n')).toMatch(/meta/);
    expect(readMachineFile('id: toggle')).toEqual({ ok: false, why: 'json', reasons: [] });
  });

  test('needs the templates and hosts that its nodes name', async () => {
    const reminder = await readSample('appointment-reminder');
    const parcels = await readSample('parcel-support');
    expect(reminder.ok && reminder.needs.templates.length).toBeGreaterThan(0);
    expect(parcels.ok && parcels.needs.hosts.length).toBeGreaterThan(0);
  });
});
