import type { Flow } from '../flow.ts';
import { firstDifference, globalPorts } from '../machine.ts';
import { FlowSettings } from '../settings.ts';
import type { Variable } from '../variables.ts';
import { type Applied, counted, done, type Edge, refused } from './applied.ts';
import type { ChangeOf } from './change.ts';
import { renameInText } from './names.ts';
import { plainJson } from './node.ts';
import { own, put, without } from './record.ts';
import { withNames } from './references.ts';
import { withVariableRenamedInTests } from './tests.ts';
import { edgesOf, withEdges, withGlobal } from './wiring.ts';

/** Reads settings as they would be read from a file. */
export function readSettings(
  settings: unknown,
): { ok: true; settings: FlowSettings } | { ok: false; reason: string } {
  const json = plainJson(settings);
  const parsed = FlowSettings.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused(`${issue?.path.map(String).join('.') || 'settings'}: ${issue?.message ?? 'not valid'}`);
  }
  const lost = firstDifference(json, parsed.data, []);
  return lost ? refused(`${lost.join('.')} cannot be a name here.`) : { ok: true, settings: parsed.data };
}

/** The flow with new settings. Ways of the flow itself that they no longer have go. */
function withSettings(flow: Flow, name: string, settings: unknown): Applied {
  const read = readSettings(settings);
  if (!read.ok) return read;
  const ports = new Set(globalPorts(read.settings));
  const isThere = ({ node, port }: Edge) => node !== null || ports.has(port);
  const dropped = edgesOf(flow).filter((edge) => !isThere(edge));
  return done(name, withEdges({ ...flow, settings: read.settings }, isThere), dropped);
}

export function setSettings(flow: Flow, { fields }: ChangeOf<'settings'>): Applied {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const settings = without({ ...flow.settings, ...Object.fromEntries(given) }, (_, value) => value === null);
  const [only] = given.map(([field]) => field);
  const name =
    given.length === 1 && only ? (SETTING_NAMES[only] ?? 'Change the settings') : 'Change the settings';
  return withSettings(flow, name, settings);
}

const SETTING_NAMES: { readonly [field: string]: string } = {
  name: 'Rename the flow',
  defaultLocale: 'Change the default language',
  escalation: 'Change the words for a person',
  keywords: 'Change the keywords',
  triggers: 'Change what starts the flow',
  window: 'Change what is done about the 24-hour window',
};

export function renameKeyword(flow: Flow, { from, to }: ChangeOf<'rename-keyword'>): Applied {
  const { keywords } = flow.settings;
  const words = own(keywords, from);
  if (!keywords || !words) return refused(`There is no keyword “${from}”.`);
  if (from !== to && own(keywords, to)) return refused(`There is a keyword “${to}” already.`);
  const target = own(flow.globals, `keyword:${from}`);
  const renamed = put(
    without(keywords, (name) => name === from),
    to,
    words,
  );
  const name = `Rename the keyword “${from}” to “${to}”`;
  const left = withGlobal(flow, `keyword:${from}`, null);
  const next = withSettings(left, name, { ...flow.settings, keywords: renamed });
  if (!next.ok || target === undefined) return next;
  return { ...next, flow: withGlobal(next.flow, `keyword:${to}`, target) };
}

export function addVariable(flow: Flow, { variable }: ChangeOf<'add-variable'>): Applied {
  const { variables } = flow.settings;
  const fault = faultOfNewName(flow, variable.name);
  if (fault) return fault;
  return withVariables(flow, `Add the variable “${variable.name}”`, [...variables, variable]);
}

export function replaceVariable(flow: Flow, { variable }: ChangeOf<'replace-variable'>): Applied {
  const { variables } = flow.settings;
  if (!isDeclared(flow, variable.name)) return noSuchVariable(variable.name);
  const changed = variables.map((one) => (one.name === variable.name ? variable : one));
  return withVariables(flow, `Change the variable “${variable.name}”`, changed);
}

export function removeVariable(flow: Flow, { name }: ChangeOf<'remove-variable'>): Applied {
  if (!isDeclared(flow, name)) return noSuchVariable(name);
  const left = flow.settings.variables.filter((one) => one.name !== name);
  return withVariables(flow, `Delete the variable “${name}”`, left);
}

/** Whether expressions still work afterwards, `faultOfRenaming` tells: it takes their reader, which changes do without. */
export function renameVariable(flow: Flow, { from, to }: ChangeOf<'rename-variable'>): Applied {
  if (!isDeclared(flow, from)) return noSuchVariable(from);
  const name = `Rename the variable “${from}” to “${to}”`;
  if (from === to) return done(name, flow);
  const fault = faultOfNewName(flow, to);
  if (fault) return fault;
  const renamed = (one: string) => (one === from ? to : one);
  const { texts } = flow.settings;
  const next: Flow = {
    ...flow,
    nodes: Object.fromEntries(Object.entries(flow.nodes).map(([id, node]) => [id, withNames(node, renamed)])),
    settings: {
      ...flow.settings,
      variables: flow.settings.variables.map((one) => ({ ...one, name: renamed(one.name) })),
      ...(texts && {
        texts: Object.fromEntries(
          Object.entries(texts).map(([locale, of]) => [
            locale,
            Object.fromEntries(Object.entries(of).map(([path, text]) => [path, renameInText(text, renamed)])),
          ]),
        ),
      }),
    },
  };
  return withSettings(next, name, withVariableRenamedInTests(next, renamed).settings);
}

function withVariables(flow: Flow, name: string, variables: readonly Variable[]): Applied {
  return withSettings(flow, name, { ...flow.settings, variables });
}

const isDeclared = ({ settings }: Flow, name: string) =>
  settings.variables.some((variable) => variable.name === name);

function faultOfNewName(flow: Flow, name: string) {
  if (name === 'locale') return refused('“locale” stands for the language of the session.');
  return isDeclared(flow, name) ? refused(`There is a variable “${name}” already.`) : null;
}

const noSuchVariable = (name: string) => refused(`There is no variable “${name}”.`);

export function addLocale(flow: Flow, { locale }: ChangeOf<'add-locale'>): Applied {
  const { locales } = flow.settings;
  if (locales.includes(locale)) return refused(`The flow speaks “${locale}” already.`);
  return withSettings(flow, `Add the language “${locale}”`, {
    ...flow.settings,
    locales: [...locales, locale],
  });
}

export function removeLocale(flow: Flow, { locale }: ChangeOf<'remove-locale'>): Applied {
  const { locales, defaultLocale, escalation, keywords, triggers, texts } = flow.settings;
  if (!locales.includes(locale)) return refused(`The flow does not speak “${locale}”.`);
  if (locale === defaultLocale) return refused(`“${locale}” is the language that the flow falls back to.`);
  if (locales.every((one) => one === locale)) return refused('A flow speaks one language at least.');
  const left = <Value>(byLocale: { [locale: string]: Value }) => without(byLocale, (key) => key === locale);
  return withSettings(flow, `Delete the language “${locale}”`, {
    ...flow.settings,
    locales: locales.filter((one) => one !== locale),
    escalation: { ...escalation, keywords: left(escalation.keywords) },
    ...(keywords && {
      keywords: Object.fromEntries(Object.entries(keywords).map(([name, words]) => [name, left(words)])),
    }),
    ...(triggers?.keywords && { triggers: { ...triggers, keywords: left(triggers.keywords) } }),
    ...(texts && { texts: left(texts) }),
  });
}

export function setTexts(flow: Flow, { locale, texts }: ChangeOf<'texts'>): Applied {
  const { settings } = flow;
  if (!settings.locales.includes(locale)) return refused(`The flow does not speak “${locale}”.`);
  const gone = new Set(texts.flatMap(({ path, text }) => (text === null ? [path] : [])));
  const given = texts.flatMap(({ path, text }) => (text === null ? [] : [[path, text] as const]));
  const now = {
    ...without(own(settings.texts, locale) ?? {}, (path) => gone.has(path)),
    ...Object.fromEntries(given),
  };
  /* `__proto__` would be read as nothing. */
  if (Object.hasOwn(now, '__proto__')) return refused('There is no text “__proto__”.');
  return done(`Translate ${counted(texts.length, 'text')}`, {
    ...flow,
    settings: { ...settings, texts: put(settings.texts, locale, now) },
  });
}
