/** `is` is a fact of the notice as text, empty where it has none. */
export type Facts = { name: string; is: (fact: string) => string };
/** By the notice's kind; `otherwise` for kinds that are newer than these words. */
export type NoticeCatalogue = { readonly [kind: string]: readonly [(facts: Facts) => string, string?] };
