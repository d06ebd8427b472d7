'use client';

import { Button } from '@mantine/core';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import type { ConsoleState } from '../../server/contract/console.ts';
import { kubectlTo } from '../live/command.ts';
import { CopyLine } from '../ui/CopyLine.tsx';
import ui from '../ui/ui.module.css';
import { contentsOf } from './example-contents.ts';
import { ExampleTable } from './ExampleTable.tsx';
import css from './examples.module.css';
import { useExample } from './use-example.ts';
import { YardDrawing } from './YardDrawing.tsx';

/** From nothing to a working yard in one click. */
export function EmptyOverview({ state }: { state: ConsoleState }) {
  const contents = contentsOf(state.examples);
  const example = useExample();
  const [first] = state.examples;
  return (
    <div className={css.empty}>
      <div className={css.head}>
        <div>
          <h1>Nothing is routed yet</h1>
          <p className={css.lead}>
            {state.proxy.connected
              ? 'The proxy runs, but there is no Gateway yet, so it has no door: nothing listens.'
              : 'There is no Gateway yet, and the proxy is not connected: nothing listens.'}{' '}
            Load an example to see traffic split over its own demo backends in about ten seconds, or bring your
            manifests.
          </p>
          <div className={css.buttons}>
            {first && (
              <Button loading={example.busy === first.name} onClick={() => example.load(first)}>
                Load the example
              </Button>
            )}
            <Button
              component={Link}
              href="/import"
              variant="default"
              leftSection={<IconUpload size={15} aria-hidden />}
            >
              Import YAML
            </Button>
            <Button
              component={Link}
              href="/routes/new"
              variant="default"
              data-hotkey="n"
              leftSection={<IconPlus size={15} aria-hidden />}
            >
              New route
            </Button>
          </div>
          {state.objects > 0 && (
            <p className={css.hint}>
              {state.objects === 1 ? 'One object is' : `${state.objects} objects are`} stored, but no Gateway and no
              route: <Link href="/export">see them</Link>.
            </p>
          )}
          <p className={css.hint}>
            Or drop manifests anywhere on this page. Nothing is saved before you have seen the list of objects.
          </p>
        </div>
        <YardDrawing />
      </div>
      <section className={css.part} aria-labelledby="examples">
        <h2 id="examples">Examples</h2>
        <ExampleTable examples={state.examples} work={example} />
      </section>
      <section className={css.part} aria-labelledby="contains">
        <h2 id="contains">What they contain</h2>{' '}
        <span className={css.note}>
          {contents.objects} objects in {contents.namespaces.length === 1 ? 'namespace' : 'namespaces'}{' '}
          {contents.namespaces.join(', ')}. Remove an example with one click; objects that you changed are kept.
        </span>
        <div className={ui.tableBox}>
          <table className={ui.table} data-cards>
            <thead>
              <tr>
                <th>Kind</th>
                <th className={ui.num}>Count</th>
                <th>What it shows</th>
                <th>First thing to try</th>
              </tr>
            </thead>
            <tbody>
              {contents.rows.map((row) => (
                <tr key={row.kind}>
                  <td className={ui.strong}>{row.kind}</td>
                  <td className={ui.num} data-end>
                    {row.count}
                  </td>
                  <td className={ui.second} data-full>
                    {row.shows}
                  </td>
                  <td className={ui.second} data-full>
                    {row.first}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <p className={css.foot}>
        <span>Prefer a terminal? This works as well:</span>
        <CopyLine text={`${kubectlTo(state)} apply -f .`} label="Copy the command" />
      </p>
    </div>
  );
}
