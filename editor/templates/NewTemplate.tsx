import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { numberOn } from '@parley/flows/rules/pack.ts';
import {
  blankContent,
  CATEGORIES,
  type Category,
  type TemplateContent,
} from '@parley/flows/templates/definition.ts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Problem } from '../people/SignInForm.tsx';
import { useForm } from '../people/use-form.ts';
import { useWords } from '../words.ts';
import { type Account, addTemplate } from './templates-api.ts';
import { categoryText, templateWords } from './words.ts';

type Props = {
  accounts: Account[];
  /** Another language of this one. */
  of?: { name: string; businessAccountId: string; content: TemplateContent } | undefined;
  onClose: () => void;
};

/** Begins a template: its name, language and category. What it says is written afterwards. */
export function NewTemplate({ accounts, of, onClose }: Props) {
  const words = useWords(templateWords);
  const navigate = useNavigate();
  const [businessAccountId, setAccount] = useState(
    of?.businessAccountId ?? accounts[0]?.businessAccountId ?? '',
  );
  const [name, setName] = useState(of?.name ?? '');
  const [language, setLanguage] = useState(of ? '' : 'en');
  const [category, setCategory] = useState<Category>('utility');
  const content: TemplateContent =
    of?.content ??
    (category === 'authentication'
      ? { ...blankContent(), category, code: { way: 'copy-code', warns: true } }
      : { ...blankContent(), category });
  const form = useForm(
    () => addTemplate({ businessAccountId, name, language, content }),
    async ({ id }) => {
      onClose();
      await navigate({ to: '/templates/$id', params: { id } });
    },
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={of ? words.newLanguage : words.newTemplate}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <form className="stack" onSubmit={(event) => void form.submit(event)}>
        {accounts.length > 1 && !of && (
          <NativeSelect
            label={words.account}
            value={businessAccountId}
            onChange={(event) => setAccount(event.currentTarget.value)}
            data={accounts.map((account) => ({
              value: account.businessAccountId,
              label: account.numbers.map((number) => number.name ?? number.displayPhone).join(', '),
            }))}
          />
        )}
        <TextInput
          label={words.name}
          description="order_ready"
          required
          withAsterisk={false}
          maxLength={numberOn('template.name')}
          disabled={of !== undefined}
          data-autofocus={of ? undefined : true}
          value={name}
          onChange={(event) => setName(event.currentTarget.value.toLowerCase().replaceAll(/[\s-]+/g, '_'))}
        />
        <TextInput
          label={words.language}
          description="en, en_US, pt_BR"
          required
          withAsterisk={false}
          maxLength={12}
          data-autofocus={of ? true : undefined}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value.trim())}
        />
        {!of && (
          <NativeSelect
            label={words.category}
            value={category}
            onChange={(event) =>
              setCategory(CATEGORIES.find((one) => one === event.currentTarget.value) ?? 'utility')
            }
            data={CATEGORIES.map((value) => ({ value, label: categoryText(value, words) }))}
          />
        )}
        {form.problem && <Problem>{form.problem}</Problem>}
        <Button type="submit" loading={form.isBusy}>
          {words.create}
        </Button>
      </form>
    </Modal>
  );
}
