'use client';

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import css from './ui.module.css';

interface Props {
  label?: string;
  'aria-label'?: string;
  min: number;
  max?: number;
  value: number;
  /** Said after the number. */
  unit?: string;
  /** In pixels. */
  width?: number;
  /** Called with each whole number in the range that is typed or stepped to. */
  onChange: (value: number) => void;
}

/** A whole number, on the browser's own field. On leaving, what is out of range becomes the nearest that is not, and what is no number the last that was. */
export function NumberField({ min, max, value, unit, width, onChange, ...rest }: Props) {
  const [text, setText] = useState<string | null>(null);
  const highest = max ?? Number.MAX_SAFE_INTEGER;
  const read = (typed: string): void => {
    setText(typed);
    const number = Number(typed);
    if (typed !== '' && Number.isInteger(number) && number >= min && number <= highest) onChange(number);
  };
  const leave = (): void => {
    const number = Math.round(Number(text));
    if (text !== null && text !== '' && Number.isFinite(number)) onChange(Math.max(min, Math.min(highest, number)));
    setText(null);
  };
  return (
    <TextInput
      {...rest}
      classNames={{ input: css.number }}
      type="number"
      inputMode="numeric"
      step={1}
      min={min}
      {...(max === undefined ? {} : { max })}
      {...(width === undefined ? {} : { w: width })}
      {...(unit === undefined
        ? {}
        : {
            rightSection: <span className={css.unit}>{unit}</span>,
            rightSectionPointerEvents: 'none' as const,
            rightSectionWidth: unit.length * 7 + 16,
          })}
      value={text ?? String(value)}
      onChange={(event) => read(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}
