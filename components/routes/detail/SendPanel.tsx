'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SnapshotView } from '../../../server/contract/console.ts';
import { api } from '../../live/api.ts';
import { useGenerator } from '../../live/queries.ts';
import { GeneratorPanel } from '../../traffic/GeneratorPanel.tsx';
import { scopeOfRule } from '../../traffic/scope.ts';
import css from './route.module.css';
import type { RuleFacts } from './rule-facts.ts';

interface Props {
  view: SnapshotView;
  /** `HTTPRoute/NAMESPACE/NAME`. */
  routeScope: string;
  chosen: RuleFacts;
}

/** Sends requests that the chosen rule takes. A run that was started for something else is named, not shown as this one's. */
export function SendPanel({ view, routeScope, chosen }: Props) {
  const run = useGenerator().data ?? null;
  const own = run !== null && run.rule !== null && scopeOfRule(run.rule).startsWith(`${routeScope}/`);
  const [error, setError] = useState<string | null>(null);
  const stop = () =>
    api('DELETE', '/console/v1/generator').catch((failure: unknown) =>
      setError(failure instanceof Error ? failure.message : String(failure)),
    );
  const scope = `${routeScope}/${chosen.index}`;
  return (
    <div data-scope={scope}>
      {run?.state === 'running' && !own && (
        <div className={css.running}>
          <p>
            Running now: {run.request.method} {run.request.host}
            {run.request.path}, {run.request.rate} /s. It has to end first.
          </p>
          <Button size="compact-sm" variant="default" onClick={() => void stop()}>
            Stop it
          </Button>
          {error !== null && <p role="alert">{error}</p>}
        </div>
      )}
      <GeneratorPanel key={scope} view={view} scope={scope} run={own ? run : null} />
    </div>
  );
}
