/**
 * Languages that are offered; any other can be typed as a tag.
 * Source: the languages of WhatsApp message templates, without regions that are seldom told apart.
 */
export const LANGUAGES =
  'af ar az bg bn ca cs da de el en es et fa fi fr gu he hi hr hu hy id it ja ka kk kn ko lt lv mk ml mr ms nb nl pa pl pt-BR pt-PT ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi zh-CN zh-HK zh-TW'.split(
    ' ',
  );

/** What a language is called in the language of the editor, with its tag: “German (de)”. The tag alone where there is no name. */
export function languageName(tag: string, editorLanguage: string): string {
  try {
    const name = new Intl.DisplayNames(editorLanguage, { type: 'language' }).of(tag);
    return name === undefined || name === tag ? tag : `${sentenceCase(name)} (${tag})`;
  } catch {
    return tag;
  }
}

const sentenceCase = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
