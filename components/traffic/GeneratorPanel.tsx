'use client';

import { ActionIcon, Button, CopyButton, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconPlayerStop, IconPlus, IconSend, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { GeneratorRequest, GeneratorRun, SnapshotView } from '../../server/contract/console.ts';
import { ApiError, api } from '../live/api.ts';
import { useTraffic } from '../live/LiveProvider.tsx';
import { curlLine } from './curl.ts';
import { failingAt } from './failing.ts';
import { clock, count, duration, percent } from './format.ts';
import { NumberField } from '../ui/NumberField.tsx';
import css from './GeneratorPanel.module.css';
import { boundListeners, entriesOf, prefill } from './prefill.ts';

interface Props {
  view: SnapshotView;
  /** Scope whose first rule fills the form. */
  scope: string | undefined;
  run: GeneratorRun | null;
}

/** A choice among the methods: what is sent are calls, each a POST on one connection of HTTP/2. */
const CALL = 'gRPC';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', CALL];

function firstRequest(view: SnapshotView, scope: string | undefined): GeneratorRequest | null {
  const [entry] = entriesOf(view, scope);
  return entry ? prefill(entry) : null;
}

/** Sends real requests through the product's own listeners and shows how the run goes. */
export function GeneratorPanel({ view, scope, run }: Props) {
  // a form that nobody touched follows the scope; one that was edited, or that a run came from, is left alone
  const [edited, setEdited] = useState<GeneratorRequest | null>(() => run?.request ?? null);
  const [limit, setLimit] = useState<'time' | 'count'>(run?.request.count ? 'count' : 'time');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const draft = edited ?? firstRequest(view, scope);

  const listeners = boundListeners(view);
  if (listeners.length === 0)
    return (
      <p className={css.hint}>
        No listener is bound, so there is nothing to send to. A Gateway with an HTTP listener opens one.
      </p>
    );
  if (!draft)
    return (
      <p className={css.hint}>No rule is served yet, so every request would be answered 404. Write a route first.</p>
    );

  const change = (part: Partial<GeneratorRequest>) => setEdited({ ...draft, ...part });
  const running = run?.state === 'running';
  const target = listeners.find((listener) => listener.id === draft.listener) ?? listeners[0]!;
  const curl = curlLine({ ...draft, url: target.url });

  const act = async (action: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await action();
    } catch (failure) {
      setError(failure instanceof ApiError ? failure.message : `No answer from the console: ${String(failure)}`);
    } finally {
      setBusy(false);
    }
  };
  const start = () =>
    act(() => {
      const { count: total, ...request } = draft;
      return api('POST', '/console/v1/generator', {
        ...request,
        listener: target.id,
        ...(limit === 'count' ? { count: total ?? 4000, duration: 600 } : {}),
      });
    });

  return (
    <form
      className={css.form}
      aria-label="Send traffic"
      onSubmit={(event) => {
        event.preventDefault();
        if (running) void act(() => api('DELETE', '/console/v1/generator'));
        else void start();
      }}
    >
      <div className={css.line}>
        <NativeSelect
          label="Method"
          data={METHODS}
          value={draft.protocol === 'grpc' ? CALL : draft.method}
          onChange={({ currentTarget: { value } }) =>
            change(value === CALL ? { protocol: 'grpc', method: 'POST' } : { protocol: 'http', method: value })
          }
          className={css.method}
        />
        <TextInput
          label="Path"
          className={css.grow}
          classNames={{ input: css.mono }}
          value={draft.path}
          onChange={(event) => change({ path: event.currentTarget.value })}
        />
      </div>
      <TextInput
        label="Host"
        classNames={{ input: css.mono }}
        value={draft.host}
        onChange={(event) => change({ host: event.currentTarget.value })}
      />
      <NativeSelect
        label="Listener"
        data={listeners.map(({ id, url }) => ({ value: id, label: `${id} at ${url.replace('http://', '')}` }))}
        value={target.id}
        onChange={(event) => change({ listener: event.currentTarget.value })}
      />
      <fieldset className={css.headers}>
        <legend>Headers</legend>
        {draft.headers.map((header, i) => (
          // rows have no identity of their own: they are edited in place
          // oxlint-disable-next-line react/no-array-index-key
          <div key={i} className={css.line}>
            <TextInput
              aria-label={`Header ${i + 1} name`}
              placeholder="x-user"
              classNames={{ input: css.mono }}
              className={css.grow}
              value={header.name}
              onChange={(event) =>
                change({ headers: draft.headers.with(i, { ...header, name: event.currentTarget.value }) })
              }
            />
            <TextInput
              aria-label={`Header ${i + 1} value`}
              placeholder="{{uuid}}"
              classNames={{ input: css.mono }}
              className={css.grow}
              value={header.value}
              onChange={(event) =>
                change({ headers: draft.headers.with(i, { ...header, value: event.currentTarget.value }) })
              }
            />
            <ActionIcon
              variant="subtle"
              size={30}
              aria-label={`Remove header ${i + 1}`}
              onClick={() => change({ headers: draft.headers.toSpliced(i, 1) })}
            >
              <IconX size={14} />
            </ActionIcon>
          </div>
        ))}
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconPlus size={13} />}
          onClick={() => change({ headers: [...draft.headers, { name: '', value: '{{uuid}}' }] })}
        >
          Header
        </Button>
      </fieldset>
      <div className={css.pair}>
        <NumberField
          label="Rate"
          unit="/s"
          min={1}
          max={1000}
          value={draft.rate}
          onChange={(rate) => change({ rate })}
        />
        <NumberField
          label="At most in flight"
          min={1}
          max={256}
          value={draft.concurrency}
          onChange={(concurrency) => change({ concurrency })}
        />
        <div className={css.limit}>
          <SegmentedControl
            size="xs"
            aria-label="Until"
            data={[
              { value: 'time', label: 'For' },
              { value: 'count', label: 'Exactly' },
            ]}
            value={limit}
            onChange={(value) => {
              setEdited(draft);
              setLimit(value === 'count' ? 'count' : 'time');
            }}
          />
          {limit === 'time' ? (
            <NumberField
              aria-label="Duration in seconds"
              unit="s"
              min={1}
              max={600}
              value={draft.duration}
              onChange={(duration) => change({ duration })}
            />
          ) : (
            <NumberField
              aria-label="Number of requests"
              unit="requests"
              min={1}
              max={600_000}
              value={draft.count ?? 4000}
              onChange={(value) => change({ count: value })}
            />
          )}
        </div>
        <NumberField label="Seed" min={0} value={draft.seed} onChange={(seed) => change({ seed })} />
      </div>
      <p className={css.hint}>
        Only to listeners of this proxy, at most 1,000 per second for 10 minutes. <code>{'{{uuid}}'}</code>{' '}
        <code>{'{{seq}}'}</code> <code>{'{{pick a,b}}'}</code> vary from request to request.
      </p>
      {error !== null && (
        <p className={css.error} role="alert">
          {error}
        </p>
      )}
      <div className={css.line}>
        {running ? (
          <Button type="submit" variant="default" leftSection={<IconPlayerStop size={15} />} loading={busy}>
            Stop
          </Button>
        ) : (
          <Button type="submit" leftSection={<IconSend size={15} />} loading={busy}>
            Start
          </Button>
        )}
        {run && <span className={css.clock}>{progressText(run)}</span>}
      </div>
      {run && <Progress run={run} />}
      <div className={css.curl}>
        <code>{curl}</code>
        <CopyButton value={curl}>
          {({ copied, copy }) => (
            <ActionIcon variant="subtle" size={30} aria-label={copied ? 'Copied' : 'Copy the curl line'} onClick={copy}>
              {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
            </ActionIcon>
          )}
        </CopyButton>
      </div>
    </form>
  );
}

function progressText(run: GeneratorRun): string {
  const { request } = run;
  return request.count === undefined
    ? `${clock(run.elapsed)} of ${clock(request.duration)}`
    : `${count(run.sent)} of ${count(request.count)}`;
}

function Progress({ run }: { run: GeneratorRun }) {
  const { request } = run;
  const done = request.count === undefined ? run.elapsed / request.duration : run.sent / request.count;
  const ok = (run.statuses[2] ?? 0) + (run.statuses[3] ?? 0);
  const failed = (run.statuses[5] ?? 0) + (run.statuses[0] ?? 0);
  return (
    <>
      <div
        className={css.progress}
        role="progressbar"
        aria-label="Progress of the run"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(Math.min(1, done) * 100)}
      >
        <i style={{ width: `${Math.min(1, done) * 100}%` }} />
      </div>
      <dl className={css.figures}>
        <dt>Sent</dt>
        <dd>{count(run.sent)}</dd>
        <dt>Answered 2xx, 3xx</dt>
        <dd>
          {count(ok)} {run.answered > 0 && <span className={css.meta}>{percent(ok / run.answered)} %</span>}
        </dd>
        <dt>Answered 4xx</dt>
        <dd>{count(run.statuses[4] ?? 0)}</dd>
        <dt>Answered 5xx or not</dt>
        <dd data-bad={failed > 0 || undefined}>
          {count(failed)}
          {failed > 0 && <FailingAt run={run} />}
        </dd>
        <dt>Latency p50 / p95</dt>
        <dd>
          {duration(run.p50Ms)} / {duration(run.p95Ms)}
        </dd>
      </dl>
      {run.reason !== null && <p className={run.state === 'failed' ? css.error : css.hint}>{run.reason}</p>}
    </>
  );
}

/** Where the requests of a run failed. */
function FailingAt({ run }: { run: GeneratorRun }) {
  const { samples } = useTraffic(900, 2000);
  const worst = useMemo(() => failingAt(run, samples), [run, samples]);
  if (!worst) return <span className={css.meta}>, none at an endpoint</span>;
  return (
    <span className={css.meta}>
      , {count(worst.failed)} at {worst.endpoint}
    </span>
  );
}
