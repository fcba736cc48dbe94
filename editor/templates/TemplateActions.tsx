import { Button, Menu, Modal } from '@mantine/core';
import { blocksSubmitting } from '@parley/flows/templates/lint.ts';
import type { Finding } from '@parley/flows/templates/lint-finding.ts';
import { IconDots, IconPencil, IconPlayerPlay, IconSend, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Problem } from '../people/SignInForm.tsx';
import { useForm } from '../people/use-form.ts';
import { useWords } from '../words.ts';
import {
  discardDraft,
  removeTemplate,
  submitTemplate,
  type Template,
  unpauseTemplate,
} from './templates-api.ts';
import { templateWords } from './words.ts';

type Props = {
  template: Template;
  findings: readonly Finding[];
  isOpen: boolean;
  /** Null where it cannot be edited. */
  onEdit: (() => void) | null;
  onDone: () => Promise<void>;
};

/** What can be done with a template as a whole. */
export function TemplateActions({ template, findings, isOpen, onEdit, onDone }: Props) {
  const words = useWords(templateWords);
  const navigate = useNavigate();
  const { id, draft, templateId, status } = template;
  const [removing, setRemoving] = useState<'one' | 'all' | null>(null);
  const submit = useForm(() => submitTemplate(id), onDone);
  const discard = useForm(() => discardDraft(id), onDone);
  const unpause = useForm(() => unpauseTemplate(id), onDone);
  const remove = useForm(
    () => removeTemplate(id, removing === 'all'),
    async () => {
      await onDone();
      await navigate({ to: '/templates' });
    },
  );
  const problem = submit.problem ?? discard.problem ?? unpause.problem ?? remove.problem;
  return (
    <div className="template-actions">
      {status === 'PAUSED' && (
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={16} stroke={1.75} />}
          loading={unpause.isBusy}
          onClick={() => void unpause.submit()}
        >
          {words.unpause}
        </Button>
      )}
      {onEdit && !isOpen && (
        <Button variant="default" leftSection={<IconPencil size={16} stroke={1.75} />} onClick={onEdit}>
          {words.edit}
        </Button>
      )}
      {isOpen && draft && templateId !== null && (
        <Button variant="default" loading={discard.isBusy} onClick={() => void discard.submit()}>
          {words.discard}
        </Button>
      )}
      {isOpen && draft && (
        <Button
          leftSection={<IconSend size={16} stroke={1.75} />}
          loading={submit.isBusy}
          disabled={blocksSubmitting(findings)}
          onClick={() => void submit.submit()}
        >
          {templateId === null ? words.submit : words.resubmit}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" color="gray" aria-label={words.remove} px={8}>
            <IconDots size={18} stroke={1.75} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => setRemoving('one')}>
            {words.deleteOne}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => setRemoving('all')}>
            {words.deleteAll}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {problem && <Problem>{problem}</Problem>}
      <Modal
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={removing === 'all' ? words.deleteAll : words.deleteOne}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <div className="stack">
          <p>{words.deleteAsk(template.name)}</p>
          <Button
            className="bad"
            variant="default"
            loading={remove.isBusy}
            onClick={() => void remove.submit()}
          >
            {removing === 'all' ? words.deleteAll : words.deleteOne}
          </Button>
        </div>
      </Modal>
    </div>
  );
}
