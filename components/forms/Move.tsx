import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import type { Path } from '../editor/values.ts';
import { useForm } from './context.ts';
import css from './moves.module.css';

interface Props {
  /** Path of the list. */
  path: Path;
  index: number;
  count: number;
  /** What is moved: `rule 2`. */
  label: string;
}

/** Moves an item of a list by one place, or by its handle to any; nothing where there is one item. */
export function MoveButtons({ path, index, count, label }: Props) {
  const { patch } = useForm();
  if (count < 2) return null;
  const move = (by: 1 | -1) => patch([{ op: 'swap', path, index: by === 1 ? index : index - 1 }]);
  return (
    <span className={css.move}>
      <span className={css.handle} draggable data-handle aria-hidden title={`Drag ${label}`}>
        <IconGripVertical size={14} />
      </span>
      <ActionIcon
        variant="subtle"
        size={26}
        data-move="up"
        aria-label={`Move ${label} up`}
        title="Move up (Alt+Up)"
        disabled={index === 0}
        onClick={() => move(-1)}
      >
        <IconArrowUp size={14} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        size={26}
        data-move="down"
        aria-label={`Move ${label} down`}
        title="Move down (Alt+Down)"
        disabled={index === count - 1}
        onClick={() => move(1)}
      >
        <IconArrowDown size={14} />
      </ActionIcon>
    </span>
  );
}

/**
 * Alt with an arrow moves the item that the focus is in: the innermost group marked `data-movable` that has buttons for it. The focus goes along.
 */
export function onMoveKey(event: KeyboardEvent<HTMLElement>): void {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const up = event.key === 'ArrowUp';
  const from = event.target as HTMLElement;
  const buttonOf = (box: HTMLElement): HTMLButtonElement | undefined =>
    [...box.querySelectorAll<HTMLButtonElement>(`[data-move=${up ? 'up' : 'down'}]`)].find(
      (button) => button.closest('[data-movable]') === box,
    );
  let group = from.closest<HTMLElement>('[data-movable]');
  while (group && !buttonOf(group)) group = group.parentElement?.closest<HTMLElement>('[data-movable]') ?? null;
  const button = group ? buttonOf(group) : undefined;
  if (!group || !button) return;
  event.preventDefault();
  if (button.disabled) return;
  const fields = 'input, select, textarea, button';
  const at = [...group.querySelectorAll(fields)].indexOf(from);
  // items are drawn by their place, so that the group at the other place holds what is moved now
  const peers = [
    ...(event.currentTarget.querySelectorAll<HTMLElement>(`[data-movable="${group.dataset.movable}"]`) ?? []),
  ];
  const next = peers[peers.indexOf(group) + (up ? -1 : 1)];
  button.click();
  requestAnimationFrame(() => [...(next?.querySelectorAll<HTMLElement>(fields) ?? [])][Math.max(0, at)]?.focus());
}
