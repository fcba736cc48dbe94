import type { Scope } from '../expression.ts';
import { limitsOf } from '../limits.ts';
import { fileFault, type MediaKind, sizeInWords, typeName } from '../media-files.ts';
import type { Header, Media, StoredFile } from '../message.ts';
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
    ...fileFaults('header.media', header.media, header.type, scope),
    ...filename('header.filename', header.filename, scope),
  ];
}

/** A file is fetched from a link, which must be https, is kept with the flows, or was uploaded to WhatsApp before. */
export function fileFaults(path: string, { link, file, id }: Media, kind: MediaKind, scope: Scope): Fault[] {
  if ([link, file, id].filter((way) => way !== undefined).length !== 1)
    return [problem(path, 'A file needs an upload or a public link, and not both.')];
  if (file !== undefined) return storedFaults(path, file, kind, scope);
  if (link !== undefined)
    return address(`${path}.link`, link, 'The link to the file', { scheme: /^https:/i, scope });
  return present(`${path}.id`, id ?? '', 'The id of the upload');
}

function storedFaults(path: string, file: StoredFile, kind: MediaKind, { rulesOn }: Scope): Fault[] {
  const fault = fileFault(file, kind, rulesOn);
  if (fault === null) return [];
  const { name } = file;
  const type = typeName(file.mimeType);
  switch (fault.why) {
    case 'type': {
      const types = [...new Set(fault.taken.map(typeName))].join(', ');
      return [
        problem(
          path,
          `“${name}” is ${type}, and this kind of message takes ${types}. Choose another file, or another kind of message.`,
        ),
      ];
    }
    case 'empty':
      return [problem(path, `“${name}” is empty. Choose another file.`)];
    default: {
      const size = sizeInWords(file.bytes);
      const most = sizeInWords(fault.most);
      return [
        problem(
          path,
          `“${name}” has ${size}, and at most ${most} of ${type} can be sent. Choose a smaller one.`,
        ),
      ];
    }
  }
}

/** Source: WhatsApp Cloud API, “Audio messages”: only OGG with Opus is shown as a voice message. */
export function voiceFaults(path: string, { file }: Media, isVoice: boolean | undefined): Fault[] {
  if (!isVoice || file === undefined || file.mimeType === 'audio/ogg') return [];
  const { name } = file;
  const type = typeName(file.mimeType);
  return [
    problem(
      path,
      `A voice message is OGG, and “${name}” is ${type}. Choose another file, or send it as plain audio.`,
    ),
  ];
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
