'use client';

import { Button } from '@mantine/core';
import { Link } from '../ui/Link.tsx';
import type { ExampleState } from '../../server/contract/console.ts';
import { Mark } from '../share/Marks.tsx';
import { ErrorState } from '../ui/States.tsx';
import { Mono } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import css from './examples.module.css';
import { routeOfExample, type useExample } from './use-example.ts';

/** The examples, one line each, ready to be loaded; those that are loaded can be opened or removed. */
export function ExampleTable({
  examples,
  work,
}: {
  examples: readonly ExampleState[];
  work: ReturnType<typeof useExample>;
}) {
  const { load, remove, busy, error } = work;
  return (
    <>
      {error && <ErrorState what={error.what} error={error.error} retry={error.retry} />}
      <div className={ui.tableBox}>
        <table className={`${ui.table} ${css.examples}`} data-cards aria-label="Examples">
          <thead>
            <tr>
              <th>Example</th>
              <th>What it shows</th>
              <th>Split</th>
              <th>
                <span className={ui.sr}>Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {examples.map((example) => (
              <tr key={example.name}>
                <td className={`${ui.strong} ${ui.nowrap}`}>
                  {example.title}
                  {example.loaded && (
                    <span className={css.loaded}>
                      <Mark state="ok" /> loaded
                    </span>
                  )}
                </td>
                <td className={css.shows} data-full>
                  {example.description} <Tried example={example} />
                </td>
                <td className={css.split} data-full>
                  <Picture name={example.name} />
                </td>
                <td className={css.actions} data-full>
                  <Actions example={example} busy={busy} load={load} remove={remove} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Tried({ example }: { example: ExampleState }) {
  const { protocol, method, host, path } = example.tryRequest;
  return <Mono>{protocol === 'grpc' ? path : `${method} http://${host}${path}`}</Mono>;
}

function Actions(props: { example: ExampleState } & Pick<ReturnType<typeof useExample>, 'busy' | 'load' | 'remove'>) {
  const { example, busy, load, remove } = props;
  const page = routeOfExample(example);
  if (!example.loaded || page === null)
    return (
      <Button
        variant="default"
        size="compact-sm"
        loading={busy === example.name}
        disabled={busy !== null && busy !== example.name}
        onClick={() => load(example)}
        aria-label={`Load the example ${example.title}`}
      >
        Load
      </Button>
    );
  return (
    <>
      <Button
        component={Link}
        href={page}
        variant="default"
        size="compact-sm"
        aria-label={`Open the route of ${example.title}`}
      >
        Open
      </Button>
      <Button
        variant="subtle"
        size="compact-sm"
        loading={busy === example.name}
        disabled={busy !== null}
        onClick={() => remove(example)}
        aria-label={`Remove the example ${example.title}`}
      >
        Remove
      </Button>
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
    <div className={css.picture} role="img" aria-label={shares.map((share) => `${share} percent`).join(', ')}>
      {shares.map((share, i) => (
        // the pieces never change their order
        // oxlint-disable-next-line react/no-array-index-key
        <span key={i} style={{ width: `${share}%`, background: `var(--sy-b${i + 1})` }} />
      ))}
    </div>
  );
}
