import type { Scope } from '../expression.ts';
import { limitsOf } from '../limits.ts';
import type { Header, Media } from '../message.ts';
import { address, type Fault, optional, present, problem, required } from './text-limits.ts';

/** Limits of the parts that several kinds of messages share: header, text, footer, file, place. */

export function framed(
  message: { header?: Header | undefined; body: string; footer?: string | undefined },
  scope: Scope,
  max: number = limitsOf(scope).interactive.body,
): Fault[] {
  return [
    ...headerFaults(message.header, scope),
    ...required('body', message.body, 'The text', max, scope),
    ...footer(message.footer, scope),
  ];
}

export const footer = (text: string | undefined, scope: Scope) =>
  optional('footer', text, 'The footer', limitsOf(scope).footer, scope);

export const filename = (path: string, name: string | undefined, scope: Scope) =>
  optional(path, name, 'The name of a file', limitsOf(scope).filename, scope);

export function headerFaults(header: Header | undefined, scope: Scope): Fault[] {
  if (!header) return [];
  if (header.type === 'text')
    return optional('header.text', header.text, 'The header', limitsOf(scope).header.text, scope);
  return [
    ...fileFaults('header.media', header.media, scope),
    ...filename('header.filename', header.filename, scope),
  ];
}

/** A file is fetched from a link, which must be https, or was uploaded before. */
export function fileFaults(path: string, { link, id }: Media, scope: Scope): Fault[] {
  if ((link === undefined) === (id === undefined))
    return [problem(path, 'A file needs a public link or the id of an upload, and not both.')];
  if (link !== undefined)
    return address(`${path}.link`, link, 'The link to the file', { scheme: /^https:/i, scope });
  return present(`${path}.id`, id ?? '', 'The id of the upload');
}

type Located = {
  latitude: number;
  longitude: number;
  name?: string | undefined;
  address?: string | undefined;
};

/** `path` ends with a dot where the place is a part of something. */
export function locationFaults(path: string, place: Located, scope: Scope): Fault[] {
  const latitude = Math.abs(place.latitude) <= 90;
  const longitude = Math.abs(place.longitude) <= 180;
  return [
    ...(latitude ? [] : [problem(`${path}latitude`, 'A latitude is from -90 to 90.')]),
    ...(longitude ? [] : [problem(`${path}longitude`, 'A longitude is from -180 to 180.')]),
    ...optional(`${path}name`, place.name, 'The name of a place', limitsOf(scope).location.name, scope),
    ...optional(
      `${path}address`,
      place.address,
      'The address of a place',
      limitsOf(scope).location.address,
      scope,
    ),
  ];
}
