/** Languages that the editor speaks; the flow's own languages are another matter. */
export const LANGUAGES = { en: 'English', ru: 'Русский' } as const;
export type Language = keyof typeof LANGUAGES;

/** The texts of one folder in every language, all of the same shape. Words that depend on a value are functions. */
export type Catalogue<Words> = { [language in Language]: Words };
