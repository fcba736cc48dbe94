import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { numberOn } from '@parley/flows/rules/pack.ts';
import type { DefinedButton } from '@parley/flows/templates/definition.ts';
import { placesIn } from '@parley/flows/templates/places.ts';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import { keyed } from './keyed.ts';
import { templateWords } from './words.ts';

type Fault = (field: string) => string | undefined;
type Props = {
  field: string;
  buttons: DefinedButton[];
  fault: Fault;
  onChange: (buttons: DefinedButton[]) => void;
};

const BLANK: { readonly [Type in DefinedButton['type']]: Extract<DefinedButton, { type: Type }> } = {
  'quick-reply': { type: 'quick-reply', title: '' },
  url: { type: 'url', title: '', url: 'https://' },
  phone: { type: 'phone', title: '', phone: '+' },
  'copy-code': { type: 'copy-code', sample: '' },
  form: { type: 'form', title: '', formId: '' },
  catalog: { type: 'catalog', title: '' },
  products: { type: 'products', title: '' },
  call: { type: 'call', title: '' },
  'contact-info': { type: 'contact-info' },
};

/** Buttons in their order, which is that of the definition: messages name them by it. */
export function ButtonsForm({ field, buttons, fault, onChange }: Props) {
  const words = useWords(templateWords);
  const change = (at: number, button: DefinedButton) =>
    onChange(buttons.map((old, place) => (place === at ? button : old)));
  const move = (at: number, by: number) => {
    const next = [...buttons];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    onChange(next);
  };
  return (
    <section className="stack" aria-label={words.buttons}>
      <h3 className="template-part-name">{words.buttons}</h3>
      {fault(field) && <p className="bad small">{fault(field)}</p>}
      {keyed(buttons).map(({ key, at, item: button }) => (
        <fieldset className="template-part" key={key}>
          <div className="template-button-head">
            <span className="muted">{words.buttonTypes[button.type]}</span>
            <span className="grow" />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.up}
              disabled={at === 0}
              onClick={() => move(at, -1)}
            >
              <IconArrowUp size={16} stroke={1.75} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.down}
              disabled={at === buttons.length - 1}
              onClick={() => move(at, 1)}
            >
              <IconArrowDown size={16} stroke={1.75} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.remove}
              onClick={() => onChange(buttons.filter((_, place) => place !== at))}
            >
              <IconTrash size={16} stroke={1.75} />
            </ActionIcon>
          </div>
          <ButtonFields
            field={`${field}.${at}`}
            button={button}
            fault={fault}
            onChange={(next) => change(at, next)}
          />
        </fieldset>
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} stroke={1.75} />}
            disabled={buttons.length >= numberOn('template.buttons')}
          >
            {words.addButton}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {Object.values(BLANK).map((blank) => (
            <Menu.Item key={blank.type} onClick={() => onChange([...buttons, { ...blank }])}>
              {words.buttonTypes[blank.type]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </section>
  );
}

type FieldsProps = {
  field: string;
  button: DefinedButton;
  fault: Fault;
  onChange: (button: DefinedButton) => void;
};

function ButtonFields({ field, button, fault, onChange }: FieldsProps) {
  const words = useWords(templateWords);
  return (
    <>
      {'title' in button && (
        <TextInput
          label={words.buttonTitle}
          value={button.title}
          error={fault(`${field}.title`)}
          onChange={(event) => onChange({ ...button, title: event.currentTarget.value })}
        />
      )}
      {button.type === 'url' && (
        <>
          <TextInput
            label={words.url}
            value={button.url}
            error={fault(`${field}.url`)}
            onChange={(event) => onChange({ ...button, url: event.currentTarget.value })}
          />
          {placesIn(button.url).length > 0 && (
            <TextInput
              label={words.urlSample}
              value={button.sample ?? ''}
              error={fault(`${field}.sample`)}
              onChange={(event) => onChange({ ...button, sample: event.currentTarget.value })}
            />
          )}
        </>
      )}
      {button.type === 'phone' && (
        <TextInput
          label={words.phone}
          value={button.phone}
          error={fault(`${field}.phone`)}
          onChange={(event) => onChange({ ...button, phone: event.currentTarget.value })}
        />
      )}
      {button.type === 'copy-code' && (
        <TextInput
          label={words.code}
          value={button.sample}
          error={fault(`${field}.sample`)}
          onChange={(event) => onChange({ ...button, sample: event.currentTarget.value })}
        />
      )}
      {button.type === 'form' && (
        <TextInput
          label={words.formId}
          value={button.formId}
          error={fault(`${field}.formId`)}
          onChange={(event) => onChange({ ...button, formId: event.currentTarget.value })}
        />
      )}
    </>
  );
}
