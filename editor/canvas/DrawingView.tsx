import type { Drawing } from '@parley/flows/drawing.ts';
import { IconTrash } from '@tabler/icons-react';
import { useStore } from '@xyflow/react';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useWords } from '../words.ts';
import './drawings.css';
import { canvasWords } from './words.ts';

const COLOURS = ['grey', 'yellow', 'green', 'blue', 'purple', 'red'] as const;

type ViewProps = {
  drawing: Drawing;
  isFar: boolean;
  isEditable: boolean;
  isSelected: boolean;
  isEditing: boolean;
  onGrip: (event: PointerEvent) => void;
  onGripSize: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
  onRelease: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onShow: (isEditing: boolean) => void;
  onChange: (drawing: Drawing) => void;
  onErase: () => void;
};

/** A note, or a frame with its title. What is inside a frame can be taken hold of through it. */
export function DrawingView(props: ViewProps) {
  const { drawing, isFar, isEditable, isSelected, isEditing } = props;
  const words = useWords(canvasWords);
  const element = useRef<HTMLElement>(null);
  const text = drawing.kind === 'note' ? drawing.text : drawing.title;
  const name = words.drawings[drawing.kind];
  const look = `${drawing.kind} colour-${drawing.colour ?? 'grey'}${isSelected ? ' selected' : ''}`;
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !isEditing && isSelected) element.current?.focus({ preventScroll: true });
    wasEditing.current = isEditing;
  }, [isEditing, isSelected]);
  const hold = {
    onPointerDown: props.onGrip,
    onPointerMove: props.onPointerMove,
    onPointerUp: props.onRelease,
    onPointerCancel: props.onRelease,
  };
  return (
    <section
      ref={element}
      className={`drawing nopan ${look}${isFar ? ' far' : ''}`}
      data-drawing={drawing.id}
      style={{
        transform: `translate(${drawing.at[0]}px, ${drawing.at[1]}px)`,
        width: drawing.size[0],
        height: drawing.size[1],
      }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved, sized and written by keys
      tabIndex={0}
      aria-label={text === '' ? name : `${name}: ${text.slice(0, 80)}`}
      onKeyDown={props.onKeyDown}
      onFocus={(event) => event.target === event.currentTarget && !isSelected && props.onShow(false)}
    >
      {isEditing ? (
        <Writing
          drawing={drawing}
          label={name}
          onChange={props.onChange}
          onDone={() => props.onShow(false)}
        />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: what holds it has the keys for all that the pointer does
        <div className="drawing-hold" {...hold} onDoubleClick={() => isEditable && props.onShow(true)}>
          {text === '' ? <span className="drawing-empty">{words.nothingYet}</span> : text}
        </div>
      )}
      {isEditable && isSelected && (
        <>
          <Tools drawing={drawing} onChange={props.onChange} onErase={props.onErase} />
          <div className="drawing-size" title={words.resize} {...hold} onPointerDown={props.onGripSize} />
        </>
      )}
    </section>
  );
}

type WritingProps = {
  drawing: Drawing;
  label: string;
  onChange: (drawing: Drawing) => void;
  onDone: () => void;
};

function Writing({ drawing, label, onChange, onDone }: WritingProps) {
  const before = drawing.kind === 'note' ? drawing.text : drawing.title;
  const [typed, setTyped] = useState(before);
  const field = useRef<HTMLTextAreaElement>(null);
  const isGivenUp = useRef(false);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const keep = () => {
    if (!isGivenUp.current && typed !== before)
      onChange(drawing.kind === 'note' ? { ...drawing, text: typed } : { ...drawing, title: typed });
    onDone();
  };
  return (
    <textarea
      ref={field}
      className="drawing-hold nodrag nowheel"
      aria-label={label}
      value={typed}
      rows={1}
      maxLength={drawing.kind === 'note' ? 4000 : 120}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setTyped(drawing.kind === 'note' ? value : value.replaceAll('\n', ' '));
      }}
      onBlur={keep}
      onKeyDown={(event) => {
        const isDone = event.key === 'Enter' && (drawing.kind === 'frame' || event.ctrlKey || event.metaKey);
        if (event.key === 'Escape') isGivenUp.current = true;
        if (event.key !== 'Escape' && !isDone) return;
        event.preventDefault();
        event.currentTarget.blur();
      }}
    />
  );
}

type ToolsProps = { drawing: Drawing; onChange: (drawing: Drawing) => void; onErase: () => void };

/** Colours and the bin, as large as ever however far away. */
function Tools({ drawing, onChange, onErase }: ToolsProps) {
  const words = useWords(canvasWords);
  const zoom = useStore(({ transform }) => transform[2]);
  return (
    <div
      className="drawing-tools"
      role="toolbar"
      aria-label={words.colour}
      style={{ transform: `scale(${1 / zoom})` }}
    >
      {COLOURS.map((colour) => (
        <button
          key={colour}
          type="button"
          className={`swatch colour-${colour}`}
          aria-label={words.colours[colour]}
          title={words.colours[colour]}
          aria-pressed={(drawing.colour ?? 'grey') === colour}
          onClick={() => onChange({ ...drawing, colour })}
        />
      ))}
      <button
        type="button"
        className="drawing-bin"
        aria-label={words.erase}
        title={words.erase}
        onClick={onErase}
      >
        <IconTrash size={16} stroke={1.75} aria-hidden="true" />
      </button>
    </div>
  );
}
