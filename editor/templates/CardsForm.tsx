import { Button, NativeSelect } from '@mantine/core';
import { numberOn } from '@parley/flows/rules/pack.ts';
import type { DefinedCard, TemplateContent } from '@parley/flows/templates/definition.ts';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import { BodyForm } from './BodyForm.tsx';
import { ButtonsForm } from './ButtonsForm.tsx';
import { keyed } from './keyed.ts';
import { SampleFile } from './SampleFile.tsx';
import { templateWords } from './words.ts';

type Props = {
  content: TemplateContent;
  account: string;
  fault: (field: string) => string | undefined;
  onChange: (content: TemplateContent) => void;
};

/** Two to ten cards, side by side, of the same shape. */
export function CardsForm({ content, account, fault, onChange }: Props) {
  const words = useWords(templateWords);
  const cards = content.cards ?? [];
  const set = (next: DefinedCard[]) => onChange({ ...content, cards: next });
  const change = (at: number, part: Partial<DefinedCard>) =>
    set(cards.map((card, place) => (place === at ? { ...card, ...part } : card)));
  return (
    <section className="stack" aria-label={words.cards}>
      {fault('cards') && <p className="bad small">{fault('cards')}</p>}
      {keyed(cards).map(({ key, at, item: card }) => (
        <fieldset className="template-part" key={key}>
          <legend>{words.card(at + 1)}</legend>
          {fault(`cards.${at}`) && <p className="bad small">{fault(`cards.${at}`)}</p>}
          <NativeSelect
            label={words.header}
            value={card.header.type}
            onChange={(event) =>
              change(at, { header: { type: event.currentTarget.value === 'video' ? 'video' : 'image' } })
            }
            data={[
              { value: 'image', label: words.headers.image ?? '' },
              { value: 'video', label: words.headers.video ?? '' },
            ]}
          />
          <SampleFile
            kind={card.header.type}
            account={account}
            sample={card.header.sample}
            error={fault(`cards.${at}.header.sample`)}
            onUploaded={(sample) => change(at, { header: { ...card.header, sample } })}
          />
          <BodyForm
            field={`cards.${at}.body`}
            body={card.body ?? { text: '', samples: {} }}
            places={content.places}
            fault={fault}
            onChange={(body) => change(at, { body })}
          />
          <ButtonsForm
            field={`cards.${at}.buttons`}
            buttons={card.buttons}
            fault={fault}
            onChange={(buttons) => change(at, { buttons })}
          />
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconTrash size={14} stroke={1.75} />}
            onClick={() => set(cards.filter((_, place) => place !== at))}
          >
            {words.remove}
          </Button>
        </fieldset>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={16} stroke={1.75} />}
        disabled={cards.length >= numberOn('carousel.cards')}
        onClick={() =>
          set([...cards, structuredClone(cards.at(-1)) ?? { header: { type: 'image' }, buttons: [] }])
        }
      >
        {words.addCard}
      </Button>
    </section>
  );
}
