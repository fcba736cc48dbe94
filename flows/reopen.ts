import { z } from 'zod';
import { TemplateHeader, TemplateParameter } from './message.ts';

/** An approved template that asks the contact to write again. Its answer is no answer to the question that the session stands at. */
export const Reopen = z.strictObject({
  name: z.string().meta({ label: 'Template', control: 'template' }),
  language: z.string().meta({ label: 'Language, as approved', control: 'short-text' }),
  header: TemplateHeader.optional().meta({ label: 'Header', control: 'template-header' }),
  body: z.array(TemplateParameter).optional().meta({ label: 'Values of the text', control: 'parameters' }),
});
export type Reopen = z.infer<typeof Reopen>;

/** For nodes that let time pass: what goes out when the window has closed by then. */
export const Reopening = {
  reopen: Reopen.optional().meta({ label: 'Once the window has closed, first send' }),
};
