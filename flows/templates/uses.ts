import { localise } from '../localise.ts';
import type { FlowMachine } from '../machine-schema.ts';
import { reopenAt, reopenByDefault } from '../reopening.ts';
import type { TemplateMessage } from './needs.ts';

/** A place where a flow sends a template, in one language of the flow. */
export type TemplateUse = {
  /** Null for what the whole flow re-opens the window with. */
  node: string | null;
  /** Where the template's name stands, as a path in the node or in the settings: `name`, `reopen.name`. */
  field: string;
  /** Absent for the flow's own language. */
  locale?: string;
  message: TemplateMessage;
};

/** Everywhere a flow names a template: nodes, what re-opens the window, and their translations that name another one. */
export function templateUsesOf(machine: FlowMachine): TemplateUse[] {
  const { defaultLocale, locales, texts } = machine.meta.flow;
  const used = [
    ...Object.entries(machine.states).flatMap(([id, { meta }]) =>
      meta.node.type === 'template' ? sentBy(machine, id) : reopenedBy(machine, id),
    ),
    ...reopenedByDefault(machine),
  ];
  return used.flatMap(({ key, ...use }) => {
    const said = (locale: string): TemplateUse => ({
      ...use,
      message: localise(use.message, key, texts?.[locale]),
    });
    const own = said(defaultLocale);
    const isOther = ({ message }: TemplateUse) =>
      message.name !== own.message.name || message.language !== own.message.language;
    const others = locales
      .filter((locale) => locale !== defaultLocale && texts?.[locale])
      .map((locale) => ({ ...said(locale), locale }));
    return [own, ...others.filter(isOther)];
  });
}

type Keyed = TemplateUse & { key: string };

function sentBy({ states }: FlowMachine, id: string): Keyed[] {
  const sends = [...(states[id]?.entry ?? [])].flatMap((action) =>
    action.type === 'send' ? [action.params] : [],
  );
  return sends.flatMap(({ key, message }) =>
    message.type === 'template' ? [{ node: id, field: 'name', key, message }] : [],
  );
}

function reopenedBy(machine: FlowMachine, id: string): Keyed[] {
  const sent = reopenAt(machine, id);
  return sent?.message.type === 'template'
    ? [{ node: id, field: 'reopen.name', key: sent.key, message: sent.message }]
    : [];
}

function reopenedByDefault(machine: FlowMachine): Keyed[] {
  const sent = reopenByDefault(machine);
  return sent?.message.type === 'template'
    ? [{ node: null, field: 'window.reopen.name', key: sent.key, message: sent.message }]
    : [];
}
