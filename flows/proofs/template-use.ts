import type { Problem } from '../problem.ts';
import { parameterFaults } from '../templates/check-parameters.ts';
import { fallbacksOf } from '../templates/choose-template.ts';
import type { KnownTemplate } from '../templates/definition.ts';
import { sendabilityOf } from '../templates/status.ts';
import { type TemplateUse, templateUsesOf } from '../templates/uses.ts';
import type { KnownTemplates, Subject } from './subject.ts';

/**
 * What is known of the templates that a flow sends: whether they exist, may be sent, and get the values that they ask for. Says nothing where
 * nothing is known. A name that nobody knows is a warning, as the template may still be made; values that do not fit never will be sent.
 */
export function templateUse({ machine, templates }: Subject): Problem[] {
  if (!templates) return [];
  return templateUsesOf(machine).flatMap((use) => problemsOf(use, templates));
}

function problemsOf(use: TemplateUse, templates: KnownTemplates): Problem[] {
  const { message } = use;
  // A language that is a placeholder is known only once somebody is there.
  if (message.name === '' || `${message.name}${message.language}`.includes('{{')) return [];
  const known = templates.list.find((one) => isOf(one, message));
  if (known) {
    return [
      ...statusProblems(use, known),
      ...qualityProblems(use, known),
      ...categoryProblems(use, known),
      ...valueProblems(use, known),
    ];
  }
  const languages = templates.list
    .filter(({ name }) => name === message.name)
    .map(({ language }) => language);
  if (languages.length === 0) {
    return [
      problem(use, 'template-unknown', 'warning', `There is no template “${message.name}” at WhatsApp.`),
    ];
  }
  const isCovered = fallbacksOf(message, { fallbackOf: (name) => templates.fallbacks[name] }).some((other) =>
    templates.list.some((one) => isOf(one, other) && sendabilityOf(one.status) === 'yes'),
  );
  if (isCovered) return [];
  const there = languages.join(', ');
  return [
    problem(
      { ...use, field: use.field.replace(/name$/, 'language') },
      'template-unknown',
      'error',
      `The template “${message.name}” is not there in ${message.language}, only in ${there}, and it has no fallback.`,
    ),
  ];
}

function statusProblems(use: TemplateUse, { status, name }: KnownTemplate): Problem[] {
  if (sendabilityOf(status) === 'yes') return [];
  const what = status === 'DRAFT' ? 'has not been submitted to WhatsApp' : `is ${status} at WhatsApp`;
  return [
    problem(
      use,
      'template-not-approved',
      'warning',
      `The template “${name}” ${what}: it cannot be sent now.`,
    ),
  ];
}

/** Source: WhatsApp Business Management API, “Template quality”, “Template pausing”. */
function qualityProblems(use: TemplateUse, { quality, name }: KnownTemplate): Problem[] {
  if (quality !== 'YELLOW' && quality !== 'RED') return [];
  const message = `The quality of the template “${name}” is ${quality} at WhatsApp, which pauses templates that people block or report.`;
  return [problem(use, 'template-quality', 'warning', message)];
}

/** Source: WhatsApp Business Management API, “Template categorization”. */
function categoryProblems(
  use: TemplateUse,
  { name, askedCategory, comingCategory, content }: KnownTemplate,
): Problem[] {
  const now = content.category.toUpperCase();
  const message =
    comingCategory && comingCategory !== now
      ? `The template “${name}” is ${now} and will become ${comingCategory} at WhatsApp: its price and who may get it change then.`
      : askedCategory && askedCategory !== now
        ? `The template “${name}” was ${askedCategory} and is ${now} at WhatsApp now: its price and who may get it are those of ${now}.`
        : null;
  return message === null ? [] : [problem(use, 'template-category', 'warning', message)];
}

function valueProblems(use: TemplateUse, { content, isWhole }: KnownTemplate): Problem[] {
  if (!isWhole) return [];
  const prefix = use.field.slice(0, -'name'.length);
  return parameterFaults(content, use.message).map(({ field, message }) =>
    problem({ ...use, field: `${prefix}${field}` }, 'template-parameters', 'error', message),
  );
}

const isOf = (one: KnownTemplate, { name, language }: { name: string; language: string }) =>
  one.name === name && one.language === language;

function problem(
  { node, field, locale }: Pick<TemplateUse, 'node' | 'field' | 'locale'>,
  code: string,
  level: Problem['level'],
  message: string,
): Problem {
  return {
    code,
    level,
    field,
    message,
    ...(node !== null && { node }),
    ...(locale !== undefined && { locale }),
  };
}
