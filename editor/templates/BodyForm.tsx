import { Button, Textarea, TextInput } from '@mantine/core';
import type { DefinedBody, TemplateContent } from '@parley/flows/templates/definition.ts';
import { placesIn } from '@parley/flows/templates/places.ts';
import { IconBraces } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import { templateWords } from './words.ts';

type BodyProps = {
  field: string;
  body: DefinedBody;
  places: TemplateContent['places'];
  fault: (field: string) => string | undefined;
  onChange: (body: DefinedBody) => void;
};

/** A text with places, and a sample for each of them. */
export function BodyForm({ field, body, places, fault, onChange }: BodyProps) {
  const words = useWords(templateWords);
  const { text, samples } = body;
  const names = placesIn(text);
  const next = places === 'named' ? `name_${names.length + 1}` : String(names.length + 1);
  return (
    <fieldset className="template-part">
      <Textarea
        label={words.body}
        autosize
        minRows={4}
        value={text}
        error={fault(`${field}.text`)}
        onChange={(event) => onChange({ ...body, text: event.currentTarget.value })}
      />
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconBraces size={14} stroke={1.75} />}
        onClick={() =>
          onChange({ ...body, text: `${text}${text === '' || text.endsWith(' ') ? '' : ' '}{{${next}}}` })
        }
      >
        {words.addPlace}
      </Button>
      {names.map((name) => (
        <TextInput
          key={name}
          label={words.sampleOf(`{{${name}}}`)}
          value={samples[name] ?? ''}
          error={fault(`${field}.samples.${name}`)}
          onChange={(event) =>
            onChange({ ...body, samples: { ...samples, [name]: event.currentTarget.value } })
          }
        />
      ))}
    </fieldset>
  );
}
