'use client';

import { Fragment, useEffect, useMemo, useRef } from 'react';
import css from './detail.module.css';
import { yamlLines } from './yaml-tokens.ts';

/** Something to say about a line (from 1). */
interface LineMark {
  line: number;
  message: string;
}

interface Props {
  text: string;
  label: string;
  marks?: readonly LineMark[];
  /** Line to show and to mark. */
  line?: number | null;
}

const LINE_PX = 20;

/** YAML to read: line numbers, colours, and exactly the text when it is selected and copied. */
export function YamlText({ text, label, marks = [], line = null }: Props) {
  const lines = useMemo(() => yamlLines(text), [text]);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (line === null) return;
    const top = (box.current?.getBoundingClientRect().top ?? 0) + window.scrollY + (line - 1) * LINE_PX;
    window.scrollTo({ top: Math.max(0, top - window.innerHeight / 3) });
  }, [line]);
  return (
    <div className={css.code} ref={box}>
      {line !== null && line <= lines.length && <div className={css.here} style={{ top: 8 + (line - 1) * LINE_PX }} />}
      <div className={css.numbers} aria-hidden>
        {lines.map((_, i) => {
          const mark = marks.find((entry) => entry.line === i + 1);
          return (
            // a line has no other identity than its number
            // oxlint-disable-next-line react/no-array-index-key
            <span key={i} data-mark={mark ? true : undefined} title={mark?.message}>
              {i + 1}
            </span>
          );
        })}
      </div>
      {/* a wide text scrolls in its box, so the keyboard has to reach it */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre role="region" tabIndex={0} aria-label={label} data-testid="yaml-text">
        {lines.map((pieces, i) => (
          // oxlint-disable-next-line react/no-array-index-key
          <Fragment key={i}>
            {pieces.map((piece, j) =>
              piece.tone === 'plain' || piece.tone === 'key' ? (
                piece.text
              ) : (
                // oxlint-disable-next-line react/no-array-index-key
                <span key={j} data-tone={piece.tone}>
                  {piece.text}
                </span>
              ),
            )}
            {'\n'}
          </Fragment>
        ))}
      </pre>
    </div>
  );
}
