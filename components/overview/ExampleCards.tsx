'use client';

import { Button } from '@mantine/core';
import Link from 'next/link';
import type { ExampleState } from '../../server/contract/console.ts';
import { Mark } from '../share/Marks.tsx';
import { ErrorState } from '../ui/States.tsx';
import { Mono } from '../ui/text.tsx';
import css from './examples.module.css';
import { routeOfExample, useExample } from './use-example.ts';

/** The examples, ready to be loaded; those that are loaded can be opened or removed. `quiet`: no primary button. */
export function ExampleCards({ examples, quiet = false }: { examples: readonly ExampleState[]; quiet?: boolean }) {
  const { load, remove, busy, error } = useExample();
  return (
    <>
      {error && <ErrorState what={error.what} error={error.error} retry={error.retry} />}
      <div className={css.cards}>
        {examples.map((example, i) => {
          const page = routeOfExample(example);
          const { protocol, method, host, path } = example.tryRequest;
          return (
            <article key={example.name} className={css.card} aria-labelledby={`example-${example.name}`}>
              <h3 id={`example-${example.name}`}>
                {example.title}
                {example.loaded && (
                  <span className={css.loaded}>
                    <Mark state="ok" /> loaded
                  </span>
                )}
              </h3>
              <p>{example.description}</p>
              <Picture name={example.name} />
              <p className={css.try}>
                {protocol === 'grpc' ? 'First call: ' : 'First request: '}
                <Mono>{protocol === 'grpc' ? `${host}${path}` : `${method} http://${host}${path}`}</Mono>
              </p>
              <div className={css.actions}>
                {example.loaded && page !== null ? (
                  <>
                    <Button component={Link} href={page} variant="default">
                      Open the route
                    </Button>
                    <Button
                      variant="subtle"
                      loading={busy === example.name}
                      disabled={busy !== null}
                      onClick={() => remove(example)}
                    >
                      Remove
                    </Button>
                  </>
                ) : (
                  <Button
                    variant={i === 0 && !quiet ? 'filled' : 'default'}
                    loading={busy === example.name}
                    disabled={busy !== null && busy !== example.name}
                    onClick={() => load(example)}
                    aria-label={`Load the example ${example.title}`}
                  >
                    Load the example
                  </Button>
                )}
              </div>
            </article>
          );
        })}
      </div>
    </>
  );
}

const SPLITS: Record<ExampleState['name'], readonly number[]> = {
  'round-robin': [25, 25, 25, 25],
  weighted: [90, 10],
  grpc: [25, 25, 25, 25],
};

/** The share that each backend is due, as the rails will show it. */
function Picture({ name }: { name: ExampleState['name'] }) {
  const shares = SPLITS[name];
  return (
    <div className={css.picture} aria-hidden>
      {shares.map((share, i) => (
        // the pieces never change their order
        // oxlint-disable-next-line react/no-array-index-key
        <span key={i} style={{ width: `${share}%`, background: `var(--sy-b${i + 1})` }} />
      ))}
      <p>{shares.map((share) => `${share} %`).join(' · ')}</p>
    </div>
  );
}
