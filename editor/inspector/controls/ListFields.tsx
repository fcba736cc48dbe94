import { ActionIcon, Button, VisuallyHidden } from '@mantine/core';
import { IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { takenIds } from '../node-change.ts';
import { isRecord } from '../path.ts';
import { blankOf } from '../schema.ts';
import { type ControlProps, useInspector } from '../state.ts';
import { itemWord } from '../words.ts';
import { Refusal } from './Problems.tsx';

/** Items that can be added, taken away and put in another order, by mouse or by keyboard. */
export function ListFields({ field, label, path, value, onChange }: ControlProps) {
  const { FieldView, node, words } = useInspector();
  const [reason, setReason] = useState<string>();
  const [said, setSaid] = useState('');
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const list = useRef<HTMLFieldSetElement>(null);
  const { shape } = field;
  if (shape.is !== 'list') return null;
  const one = itemWord(words, field);
  const items: unknown[] = Array.isArray(value) ? value : [];
  const write = (order: (number | null)[]) => {
    const next = order.map((at) =>
      at === null ? numbered(blankOf(shape.item, takenIds(node, path)), items) : items[at],
    );
    setReason(onChange(next.length === 0 && field.isOptional ? undefined : next, order));
  };
  const places = items.map((_, at) => at);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= items.length || from === to) return;
    const order = places.filter((at) => at !== from);
    order.splice(to, 0, from);
    write(order);
    setSaid(words.moved(nameOf(items[from], words.item(one, from + 1)), to + 1));
  };
  const moveByKey = (at: number, key: string) => {
    const to = key === 'ArrowUp' ? at - 1 : key === 'ArrowDown' ? at + 1 : at;
    if (to === at) return false;
    move(at, to);
    /* The item that moved keeps the focus, at its new place. */
    requestAnimationFrame(() => {
      const handles = list.current?.querySelectorAll<HTMLElement>(':scope > .item > .item-tools > .grip');
      handles?.[to]?.focus();
    });
    return true;
  };
  return (
    <fieldset className="group" ref={list}>
      <legend>{label}</legend>
      {items.map((item, at) => {
        const name = nameOf(item, words.item(one, at + 1));
        return (
          <section
            // biome-ignore lint/suspicious/noArrayIndexKey: an id may be edited, and each item is drawn from its value alone
            key={at}
            className="item"
            aria-label={words.item(one, at + 1)}
            data-over={over === at || undefined}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              setOver(at);
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== null) move(dragged, at);
              setDragged(null);
              setOver(null);
            }}
          >
            <div className="item-tools">
              <button
                type="button"
                className="grip"
                draggable
                aria-label={words.moveItem(name)}
                onDragStart={(event) => {
                  event.dataTransfer.effectAllowed = 'move';
                  event.dataTransfer.setData('text/plain', name);
                  event.stopPropagation();
                  setDragged(at);
                }}
                onDragEnd={() => {
                  setDragged(null);
                  setOver(null);
                }}
                onKeyDown={(event) => {
                  if (!moveByKey(at, event.key)) return;
                  event.preventDefault();
                  event.stopPropagation();
                }}
              >
                <IconGripVertical size={18} stroke={1.75} aria-hidden />
              </button>
              <span className="item-name">{words.item(one, at + 1)}</span>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={words.removeThing(name)}
                onClick={() => write(places.filter((place) => place !== at))}
              >
                <IconTrash size={18} stroke={1.75} />
              </ActionIcon>
            </div>
            <FieldView field={shape.item} path={[...path, at]} value={item} owner={items} label="" />
          </section>
        );
      })}
      <Refusal reason={reason} />
      <Button
        variant="subtle"
        justify="start"
        leftSection={<IconPlus size={18} stroke={1.75} />}
        onClick={() => write([...places, null])}
      >
        {words.addThing(one)}
      </Button>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </fieldset>
  );
}

/** A button of a template says which one it is: the first that no other is. */
function numbered(item: unknown, items: readonly unknown[]): unknown {
  if (!isRecord(item) || typeof item.index !== 'number') return item;
  const taken = items.map((other) => (isRecord(other) ? other.index : undefined));
  let index = 0;
  while (taken.includes(index)) index += 1;
  return { ...item, index };
}

/** What an item is called to somebody who does not see it: its title, else its place. */
function nameOf(item: unknown, otherwise: string): string {
  if (!isRecord(item)) return otherwise;
  const name = item.title ?? item.label ?? item.variable ?? item.name;
  return typeof name === 'string' && name !== '' ? name : otherwise;
}
