import type { Catalogue } from '../catalogue.ts';

type ProductWords = { noCatalogue: string; searchOrType: string };

export const productWords: Catalogue<ProductWords> = {
  en: {
    noCatalogue: 'No number of this flow has a catalogue. Link one on the number’s page, or type an id.',
    searchOrType: 'Search the catalogue, or type an id',
  },
  ru: {
    noCatalogue: 'У номеров этого сценария нет каталога. Привяжите его на странице номера или введите код.',
    searchOrType: 'Найдите в каталоге или введите код',
  },
};
