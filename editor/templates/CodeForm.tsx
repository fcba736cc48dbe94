import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { OneTimeCode, TemplateContent } from '@parley/flows/templates/definition.ts';
import { useWords } from '../words.ts';
import { templateWords } from './words.ts';

type Props = {
  content: TemplateContent;
  fault: (field: string) => string | undefined;
  onChange: (content: TemplateContent) => void;
};

/** A one-time code: WhatsApp writes the text, so only the way it is handed over is chosen. */
export function CodeForm({ content, fault, onChange }: Props) {
  const words = useWords(templateWords);
  const code: OneTimeCode = content.code ?? { way: 'copy-code', warns: true };
  const set = (change: Partial<OneTimeCode>) => onChange({ ...content, code: { ...code, ...change } });
  const [app = { package: '', signature: '' }] = code.apps ?? [];
  const { expiresInMinutes, ...lasting } = code;
  return (
    <fieldset className="template-part">
      <NativeSelect
        label={words.way}
        value={code.way}
        onChange={(event) => {
          const way = (['copy-code', 'one-tap', 'zero-tap'] as const).find(
            (one) => one === event.currentTarget.value,
          );
          set({ way: way ?? 'copy-code' });
        }}
        data={Object.entries(words.ways).map(([value, label]) => ({ value, label }))}
      />
      <Checkbox
        label={words.warns}
        checked={code.warns}
        onChange={(event) => set({ warns: event.currentTarget.checked })}
      />
      <NumberInput
        label={words.expires}
        min={1}
        max={90}
        value={expiresInMinutes ?? ''}
        error={fault('code.expiresInMinutes')}
        onChange={(minutes) =>
          onChange({
            ...content,
            code: typeof minutes === 'number' ? { ...lasting, expiresInMinutes: minutes } : lasting,
          })
        }
      />
      {code.way !== 'copy-code' && (
        <div className="template-pair">
          <TextInput
            label={words.appPackage}
            value={app.package}
            error={fault('code.apps') ?? fault('code.apps.0')}
            onChange={(event) => set({ apps: [{ ...app, package: event.currentTarget.value }] })}
          />
          <TextInput
            label={words.appSignature}
            value={app.signature}
            onChange={(event) => set({ apps: [{ ...app, signature: event.currentTarget.value }] })}
          />
        </div>
      )}
    </fieldset>
  );
}
