'use client';

import { useRef, type Ref, useImperativeHandle } from 'react';
import css from './transfer.module.css';

/** What the page may ask of the pane. */
export interface TextPaneHandle {
  /** Selects a line (from 1) and scrolls to it. */
  reveal: (line: number) => void;
}

interface Props {
  value: string;
  onChange: (value: string) => void;
  /** Lines with an error. */
  marked: readonly number[];
  label: string;
  placeholder: string;
  ref?: Ref<TextPaneHandle>;
}

const LINE_PX = 20;
const PAD_PX = 10;

/** A plain text field with line numbers: Tab leaves it, and megabytes fit in. */
export function TextPane({ value, onChange, marked, label, placeholder, ref }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = value === '' ? 1 : value.split('\n').length;
  useImperativeHandle(ref, () => ({
    reveal: (line) => {
      const field = area.current;
      if (!field) return;
      const before = field.value.split('\n');
      const start = before.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
      field.focus();
      field.setSelectionRange(start, start + (before[line - 1]?.length ?? 0));
      field.scrollTop = Math.max(0, (line - 1) * LINE_PX + PAD_PX - field.clientHeight / 3);
    },
  }));
  return (
    <div className={css.pane}>
      <div className={css.gutter} aria-hidden>
        <div ref={gutter}>
          <pre>{Array.from({ length: lines }, (_, i) => i + 1).join('\n')}</pre>
          {marked.map((line) => (
            <i key={line} style={{ top: PAD_PX + (line - 1) * LINE_PX }} />
          ))}
        </div>
      </div>
      <textarea
        ref={area}
        value={value}
        aria-label={label}
        placeholder={placeholder}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        wrap="off"
        onChange={(event) => onChange(event.currentTarget.value)}
        onScroll={(event) => {
          if (gutter.current) gutter.current.style.transform = `translateY(${-event.currentTarget.scrollTop}px)`;
        }}
      />
    </div>
  );
}
