import { Fragment } from 'react';
import { Mono } from '../../ui/text.tsx';
import type { Word } from './match-words.ts';
import css from './route.module.css';

/** A match in words; what was typed stands out. */
export function Words({ words }: { words: readonly Word[] }) {
  return (
    <span className={css.words}>
      {words.map(({ text, code }, i) => (
        // the parts of a sentence have no identity of their own
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={i}>{code ? <Mono>{text}</Mono> : <span className={css.meta}>{text}</span>}</Fragment>
      ))}
    </span>
  );
}
