import { checkJson, checkText, checkUrl } from '@parley/flows/render.ts';
import { CodeField } from '../code/CodeField.tsx';
import { mediaFault, typeOfMedia } from '../media-link.ts';
import { pathKey } from '../path.ts';
import { type ControlProps, useInspector } from '../state.ts';
import { Counter } from './Counter.tsx';

/** JSON with placeholders, on several lines. */
export function Json({ field, label, value, onChange, problems }: ControlProps) {
  const { scope } = useInspector();
  return (
    <div>
      <div className="field-head">
        <span className="field-label">{label}</span>
      </div>
      <CodeField
        label={label}
        value={typeof value === 'string' ? value : ''}
        mode="text"
        isMultiline
        isMonospace
        scope={scope}
        isInvalid={problems.some(({ level }) => level === 'error')}
        check={(source) => (source === '' ? [] : checkJson(source, scope).problems)}
        onChange={(written) => onChange(written === '' && field.isOptional ? undefined : written)}
      />
    </div>
  );
}

/** A web address with placeholders behind its host. */
export function Url(props: ControlProps) {
  const { field, label, path, value, onChange, problems } = props;
  const { node, scope, texts, words } = useInspector();
  const address = typeof value === 'string' ? value : '';
  const fault = mediaFault(address, typeOfMedia(node, path));
  return (
    <div>
      <div className="field-head">
        <span className="field-label">{label}</span>
        <Counter label={label} text={address} limit={texts.get(pathKey(path))?.limit} />
      </div>
      <CodeField
        label={label}
        value={address}
        mode="text"
        scope={scope}
        placeholder="https://"
        isInvalid={problems.some(({ level }) => level === 'error')}
        check={(source) =>
          source === '' || source.startsWith('{{')
            ? checkText(source, scope).problems
            : checkUrl(source, scope).problems
        }
        onChange={(written) => onChange(written === '' && field.isOptional ? undefined : written)}
      />
      {fault === 'address' && <p className="field-refusal">{words.mediaHttps}</p>}
      {fault !== null && fault !== 'address' && (
        <p className="field-refusal">{words.mediaLooksLike(fault.found, fault.wanted.join(', '))}</p>
      )}
    </div>
  );
}
