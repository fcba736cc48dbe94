import { Button, NativeSelect, TextInput } from '@mantine/core';
import { CATEGORIES, type DefinedHeader, type TemplateContent } from '@parley/flows/templates/definition.ts';
import type { Finding } from '@parley/flows/templates/lint-finding.ts';
import { placesIn } from '@parley/flows/templates/places.ts';
import { useWords } from '../words.ts';
import { BodyForm } from './BodyForm.tsx';
import { ButtonsForm } from './ButtonsForm.tsx';
import { CardsForm } from './CardsForm.tsx';
import { CodeForm } from './CodeForm.tsx';
import { findingText, lintWords } from './lint-words.ts';
import { SampleFile } from './SampleFile.tsx';
import { categoryText, templateWords } from './words.ts';

type Props = {
  content: TemplateContent;
  findings: readonly Finding[];
  /** The business account that samples are uploaded to. */
  account: string;
  onChange: (content: TemplateContent) => void;
};

/** The first reason against a field, in words; nothing where there is none. */
function useFault(findings: readonly Finding[]): (field: string) => string | undefined {
  const lint = useWords(lintWords);
  return (field) => {
    const found = findings.find((one) => one.field === field && one.level === 'error');
    return found && findingText(found, lint);
  };
}

/** A template's parts, one below the other as people see them. */
export function ContentForm({ content, findings, account, onChange }: Props) {
  const words = useWords(templateWords);
  const fault = useFault(findings);
  const { category, places, offer, cards } = content;
  const set = (change: Partial<TemplateContent>) => onChange({ ...content, ...change });
  const chooseCategory = (next: string) => {
    const chosen = CATEGORIES.find((one) => one === next) ?? 'utility';
    const { code: _, ...rest } = content;
    onChange(
      chosen === 'authentication'
        ? {
            ...{ category: chosen, places: 'positional', body: { text: '', samples: {} }, buttons: [] },
            code: content.code ?? { way: 'copy-code', warns: true },
          }
        : { ...rest, category: chosen },
    );
  };
  return (
    <form className="template-form stack" onSubmit={(event) => event.preventDefault()}>
      <div className="template-pair">
        <NativeSelect
          label={words.category}
          value={category}
          error={fault('category')}
          onChange={(event) => chooseCategory(event.currentTarget.value)}
          data={CATEGORIES.map((value) => ({ value, label: categoryText(value, words) }))}
        />
        {category !== 'authentication' && (
          <NativeSelect
            label={words.places}
            value={places}
            onChange={(event) =>
              set({ places: event.currentTarget.value === 'named' ? 'named' : 'positional' })
            }
            data={[
              { value: 'positional', label: words.numbered },
              { value: 'named', label: words.named },
            ]}
          />
        )}
      </div>
      {category === 'authentication' ? (
        <CodeForm content={content} fault={fault} onChange={onChange} />
      ) : (
        <>
          <HeaderForm content={content} account={account} fault={fault} onChange={onChange} />
          {offer && (
            <TextInput
              label={words.offerText}
              value={offer.text}
              error={fault('offer.text')}
              onChange={(event) => set({ offer: { ...offer, text: event.currentTarget.value } })}
            />
          )}
          <BodyForm
            field="body"
            body={content.body}
            places={places}
            fault={fault}
            onChange={(body) => set({ body })}
          />
          <TextInput
            label={words.footer}
            value={content.footer ?? ''}
            error={fault('footer')}
            onChange={(event) => {
              const { footer: _, ...rest } = content;
              const footer = event.currentTarget.value;
              onChange(footer === '' ? rest : { ...rest, footer });
            }}
          />
          <ButtonsForm
            field="buttons"
            buttons={content.buttons}
            fault={fault}
            onChange={(buttons) => set({ buttons })}
          />
          {cards && <CardsForm content={content} account={account} fault={fault} onChange={onChange} />}
          {category === 'marketing' && <MoreParts content={content} onChange={onChange} />}
        </>
      )}
    </form>
  );
}

type Fault = (field: string) => string | undefined;

/** Parts that only some templates have. */
function MoreParts({ content, onChange }: Pick<Props, 'content' | 'onChange'>) {
  const words = useWords(templateWords);
  const { offer, cards, ...rest } = content;
  const card = () => ({
    header: { type: 'image' as const },
    buttons: [{ type: 'quick-reply' as const, title: '' }],
  });
  return (
    <div className="template-more-parts">
      <Button
        variant={offer ? 'light' : 'default'}
        size="compact-md"
        aria-pressed={offer !== undefined}
        onClick={() =>
          onChange(
            offer ? { ...rest, ...(cards && { cards }) } : { ...content, offer: { text: '', ends: false } },
          )
        }
      >
        {words.offer}
      </Button>
      <Button
        variant={cards ? 'light' : 'default'}
        size="compact-md"
        aria-pressed={cards !== undefined}
        onClick={() =>
          onChange(cards ? { ...rest, ...(offer && { offer }) } : { ...content, cards: [card(), card()] })
        }
      >
        {words.cards}
      </Button>
    </div>
  );
}

function HeaderForm({ content, account, fault, onChange }: Omit<Props, 'findings'> & { fault: Fault }) {
  const words = useWords(templateWords);
  const { header, ...rest } = content;
  const set = (next: DefinedHeader) => onChange({ ...content, header: next });
  const choose = (type: string) => {
    if (type === 'text') return set({ type, text: '' });
    if (type === 'location') return set({ type });
    if (type === 'image' || type === 'video' || type === 'document') return set({ type });
    return onChange(rest);
  };
  return (
    <fieldset className="template-part">
      <NativeSelect
        label={words.header}
        value={header?.type ?? 'none'}
        onChange={(event) => choose(event.currentTarget.value)}
        data={Object.entries(words.headers).map(([value, label]) => ({ value, label }))}
      />
      {header?.type === 'text' && (
        <TextInput
          label={words.headerText}
          value={header.text}
          error={fault('header.text')}
          onChange={(event) => set({ ...header, text: event.currentTarget.value })}
        />
      )}
      {header?.type === 'text' && placesIn(header.text).length > 0 && (
        <TextInput
          label={words.sample}
          value={header.sample ?? ''}
          error={fault('header.sample')}
          onChange={(event) => set({ ...header, sample: event.currentTarget.value })}
        />
      )}
      {header && header.type !== 'text' && header.type !== 'location' && (
        <SampleFile
          kind={header.type}
          account={account}
          sample={header.sample}
          error={fault('header.sample')}
          onUploaded={(sample) => set({ ...header, sample })}
        />
      )}
    </fieldset>
  );
}
