'use client';

import { Button, SegmentedControl } from '@mantine/core';
import dynamic from 'next/dynamic';
import { IconPlayerPause, IconPlayerPlay, IconSend } from '@tabler/icons-react';
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { useNow, useTraffic } from '../live/LiveProvider.tsx';
import { useConsoleState, useGenerator, useSnapshot } from '../live/queries.ts';
import { StaleText } from '../tables/StaleNote.tsx';
import { Loading } from '../ui/States.tsx';
import { AllRules } from './AllRules.tsx';
import { Events } from './Events.tsx';
import { rangeText } from './format.ts';
import { stepped } from './frame.ts';
import { algorithmText } from './algorithm.ts';
import { PolicyPanel } from './PolicyPanel.tsx';
import { RuleTraffic } from './RuleTraffic.tsx';
import { resolveScope, ruleViews } from './scope.ts';
import { runMarks } from './run-marks.ts';
import { ScopePicker } from './ScopePicker.tsx';
import css from './TrafficPage.module.css';
import { RANGES, readRange, readUrl, writeUrl, type TrafficUrl } from './url-state.ts';
import { useTrafficKeys } from './use-traffic-keys.ts';
import { windowOf, windowOfRun } from './window.ts';
import { later } from '../ui/later.ts';

/** The shares come first. */
const GeneratorPanel = dynamic(
  later(() => import('./GeneratorPanel.tsx').then((module) => module.GeneratorPanel)),
  {
    ssr: false,
    loading: () => (
      <div className={css.generator}>
        <Loading rows={9} />
      </div>
    ),
  },
);

/** Live shares of every backend against what is due. */
export function TrafficPage() {
  const params = useSearchParams();
  const url = useMemo(() => readUrl(new URLSearchParams(params)), [params]);
  const go = useCallback((part: Partial<TrafficUrl>) => {
    // the address as it is now: keys may come faster than the page is drawn
    const now = new URLSearchParams(window.location.search);
    const next = new URL(writeUrl({ ...readUrl(now), ...part }), window.location.origin);
    // the list of rules stays filtered and sorted until another scope is looked at
    const kept = part.scope === undefined ? LIST.map((name) => [name, now.get(name)] as const) : [];
    for (const [name, value] of kept) if (value !== null) next.searchParams.set(name, value);
    window.history.replaceState(null, '', `${next.pathname}${next.search.replaceAll('%2F', '/')}`);
  }, []);

  const snapshot = useSnapshot();
  const state = useConsoleState();
  const run = useGenerator().data ?? null;
  // thousands of rules are drawn anew every 2 s, one rule with each sample
  const traffic = useTraffic(Math.max(900, url.range), url.scope === '' || url.range > 900 ? 2000 : 0);
  const now = useNow(1000);
  const live = url.end === undefined;
  // what is past does not grow old
  const stale = live && traffic.stale;
  const newest = traffic.lastAt ?? now;
  const end = url.end ?? newest;

  const toggle = useCallback(() => go({ end: live ? newest : undefined, edge: undefined }), [go, live, newest]);

  const view = snapshot.data;
  const views = useMemo(() => (view ? ruleViews(view.snapshot) : []), [view]);
  const chosen = view ? resolveScope(url.scope, views, view.snapshot) : undefined;
  const single = chosen?.type === 'rule' ? chosen.view : undefined;
  const shares = windowOf({ end, seconds: url.window, live, marks: traffic.marks });
  const edge = Math.max(end, url.edge ?? end);
  const range = { from: edge - url.range * 1000, to: edge };
  // off the live edge the picture stands still, and the frame moves over it
  const look = (from: number, to: number) => {
    if (to >= newest) return go({ end: undefined, edge: undefined, window: seconds(from, to) });
    const shown = Math.max(to, Math.min(edge, from + url.range * 1000));
    go({ end: to, edge: shown > to ? shown : undefined, window: seconds(from, to) });
  };
  useTrafficKeys({
    toggle,
    isolate: (only) => go({ only: only === url.only ? 0 : only }),
    step: (direction, widen) => {
      const next = stepped({ from: end / 1000 - url.window, to: end / 1000 }, direction, widen);
      look(next.from * 1000, next.to * 1000);
    },
  });
  const marks = [
    ...traffic.marks.map(({ at, revision, text }) => ({ at, name: String(revision), text })),
    ...runMarks(run),
  ];
  // the generator is at hand wherever there is nothing to look at yet
  const open =
    url.generator || run?.state === 'running' || traffic.samples.every((sample) => sample.rules.length === 0);

  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>Traffic</h1>
        {!view && <span className={css.scope} aria-hidden />}
        {view && (
          <ScopePicker
            views={views}
            snapshot={view.snapshot}
            scope={url.scope}
            onChange={(scope) => go({ scope, only: 0 })}
          />
        )}
        {single && (
          <SegmentedControl
            size="xs"
            aria-label="Level"
            data={[
              { value: 'backends', label: 'Backends' },
              { value: 'endpoints', label: 'Endpoints' },
            ]}
            value={url.level}
            onChange={(value) => go({ level: value === 'backends' ? 'backends' : 'endpoints', only: 0 })}
          />
        )}
        <span className={css.spring} />
        <SegmentedControl
          size="xs"
          aria-label="Range"
          data={RANGES.map((range) => ({ value: String(range), label: rangeText(range) }))}
          value={String(url.range)}
          onChange={(value) => go({ range: readRange(value) })}
        />
        <Button
          variant="default"
          leftSection={live ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />}
          onClick={toggle}
        >
          {live ? 'Pause' : 'Go on'}
        </Button>
        <Button
          variant="default"
          className={css.sendButton}
          leftSection={<IconSend size={15} />}
          aria-expanded={open}
          aria-controls="generator"
          onClick={() => {
            go({ generator: true });
            document.getElementById('generator')?.scrollIntoView({ block: 'start' });
          }}
        >
          Send traffic
        </Button>
      </header>
      {!live && (
        <p className={css.paused} role="status">
          Looking at {time(shares.from)} to {time(shares.to)}.
          <Button variant="default" size="compact-sm" onClick={toggle}>
            Back to live
          </Button>
        </p>
      )}
      {stale && traffic.lastAt !== null && (
        <p className={css.paused} data-warn data-testid="stale">
          <StaleText lastAt={traffic.lastAt} />
        </p>
      )}
      {snapshot.error && !view && (
        <p className={css.paused} data-warn role="alert">
          Could not read what the proxy serves: {snapshot.error.message}{' '}
          <Button variant="default" size="compact-sm" onClick={() => void snapshot.refetch()}>
            Retry
          </Button>
        </p>
      )}
      {view && chosen && traffic.loaded && (
        <div className={css.columns}>
          <div className={css.main} data-stale={stale || undefined}>
            {chosen.type === 'missing' ? (
              <section className={css.section}>
                <h2>{chosen.scope} is not served</h2>
                <p className={css.meta}>
                  The proxy has no rule of that name: it was deleted, or no listener accepts it. {views.length} rules
                  are served.
                </p>
                <Button variant="default" onClick={() => go({ scope: '' })}>
                  All rules
                </Button>
              </section>
            ) : single ? (
              <RuleTraffic
                view={single}
                level={url.level}
                window={shares}
                range={range}
                traffic={traffic}
                stale={stale}
                marks={marks}
                metric={url.metric}
                workers={state.data?.proxy.workers ?? 1}
                run={run}
                split={url.workers}
                onSplit={(workers) => go({ workers })}
                onMetric={(metric) => go({ metric })}
                only={url.only}
                onOnly={(only) => go({ only })}
                onWindow={look}
                onRun={run ? () => go(windowOfRun(run, newest)) : undefined}
                onSend={() => go({ generator: true })}
              />
            ) : (
              <AllRules
                views={chosen.type === 'some' ? chosen.views : views}
                title={chosen.type === 'some' ? chosen.title : undefined}
                window={shares}
                range={range}
                traffic={traffic}
                stale={stale}
                marks={marks}
                metric={url.metric}
                workers={state.data?.proxy.workers ?? 1}
                onMetric={(metric) => go({ metric })}
                only={url.only}
                onOnly={(only) => go({ only })}
                onWindow={look}
              />
            )}
          </div>
          <aside className={css.aside} aria-label="Generator, policy and events">
            <section className={css.section} id="generator" data-closed={!open || undefined} data-rule={single && ''}>
              <header>
                <h2>Send traffic</h2>
                <span className={css.spring} />
                {run && (
                  <span className={css.tag} data-state={run.state}>
                    {RUN_STATE[run.state]}
                  </span>
                )}
              </header>
              <GeneratorPanel view={view} scope={single?.scope} run={run} />
            </section>
            {single && (
              <section className={css.section}>
                <header>
                  <h2>Policy in force</h2>
                  <span className={css.spring} />
                  {single.rule.action.type === 'forward' && (
                    <span className={css.line}>{algorithmText(single.rule.action.group.loadBalancer)}</span>
                  )}
                </header>
                <PolicyPanel rule={single.rule} notActing={view.notActing} />
              </section>
            )}
            <section className={css.section}>
              <header>
                <h2>Events</h2>
                <span className={css.meta}>{rangeText(url.range)}</span>
              </header>
              <Events marks={marks.filter(({ at }) => at >= range.from && at <= range.to)} now={now || newest} />
            </section>
          </aside>
        </div>
      )}
    </div>
  );
}

/** Parameters of the list of rules. */
const LIST = ['q', 'state', 'ns', 'sort', 'dir'];

const RUN_STATE = { running: 'Running', done: 'Done', stopped: 'Stopped', failed: 'Ended early' } as const;

function seconds(from: number, to: number): number {
  return Math.max(1, Math.round((to - from) / 1000));
}

function time(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}
