'use client';

import { Link } from '../ui/Link.tsx';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { backendFacts, slicesByService } from '../backends/backend-facts.ts';
import { useTraffic } from '../live/LiveProvider.tsx';
import { useObjects } from '../live/queries.ts';
import { count, duration, rangeText, rate } from '../traffic/format.ts';
import { figuresOf } from './figures.ts';
import css from './overview.module.css';

/** Six figures; each leads to the view that explains it. */
export function FigureStrip({ range, namespace }: { range: number; namespace: string }) {
  const { samples, stale, loaded } = useTraffic(range, 1000);
  const figures = useMemo(() => figuresOf(samples), [samples]);
  const endpoints = useEndpoints(namespace);
  const failedShare = figures.requests === 0 ? 0 : figures.failed / figures.requests;
  const dash = loaded ? '0' : '–';
  return (
    <section className={css.figures} aria-label="Figures" data-stale={stale || undefined}>
      <Figure
        label="Requests"
        href={`/traffic?range=${range}`}
        note={`${count(figures.requests)} in ${rangeText(range)}`}
      >
        {loaded ? rate(figures.perSecond) : dash}
        <small>/s</small>
      </Figure>
      <Figure
        label="Answered 5xx"
        href={`/traffic?range=${range}&metric=5xx`}
        note={
          figures.failed === 0 ? (
            'none'
          ) : (
            <>
              <span className={css.warn}>{count(figures.failed)} requests</span>
              {figures.cause ? (
                <>
                  , {count(figures.cause.failed)} from <span className={css.mono}>{figures.cause.endpoint}</span>
                </>
              ) : (
                figures.own * 2 > figures.failed && `, ${count(figures.own)} by the proxy itself`
              )}
            </>
          )
        }
      >
        {figures.failed === 0 ? dash : (failedShare * 100).toFixed(failedShare < 0.1 ? 2 : 0)}
        <small>%</small>
      </Figure>
      <Figure
        label="Latency p50 / p95 / p99"
        href={`/traffic?range=${range}&metric=p99`}
        note={
          figures.work === null ? (
            'until the answer is sent'
          ) : (
            <span title="Time that the proxy itself works for a request, at p50; what it waits for is the endpoint. One request in 16 is measured.">
              proxy works {duration(figures.work)} of it
            </span>
          )
        }
      >
        {figures.p50 === null ? (
          <span className={css.none}>–</span>
        ) : (
          [figures.p50, figures.p95, figures.p99].map((ms, i) => (
            <span key={['p50', 'p95', 'p99'][i]}>
              {i > 0 && <i aria-hidden> / </i>}
              {duration(ms).replace(/ (ms|s)$/, '')}
              {(i === 2 || unitOf(ms) !== unitOf(figures.p99)) && <small>{unitOf(ms)}</small>}
            </span>
          ))
        )}
      </Figure>
      <Figure label="In flight" href={`/traffic?range=${range}&metric=inflight`} note="now, at all endpoints">
        {loaded ? count(figures.inFlight) : dash}
      </Figure>
      <Figure
        label="Endpoints ready"
        href="/backends"
        note={
          endpoints === null ? (
            ''
          ) : endpoints.ready < endpoints.all ? (
            <span className={css.bad}>{endpoints.all - endpoints.ready} not ready</span>
          ) : (
            `in ${endpoints.services} ${endpoints.services === 1 ? 'backend' : 'backends'}`
          )
        }
      >
        {endpoints?.ready ?? '–'}
        <small>of {endpoints?.all ?? '–'}</small>
      </Figure>
      <Figure
        label="Not matched (404)"
        href="/routes"
        note={
          figures.topUnmatched ? (
            <>
              top: <span className={css.mono}>{figures.topUnmatched.path}</span>
            </>
          ) : (
            'every request found a route'
          )
        }
      >
        {figures.unmatched === 0 ? dash : rate(figures.unmatchedPerSecond)}
        <small>/s</small>
      </Figure>
    </section>
  );
}

function unitOf(ms: number | null): string {
  return duration(ms).endsWith(' s') ? 's' : 'ms';
}

function Figure(props: { label: string; href: string; note: ReactNode; children: ReactNode }) {
  return (
    <div className={css.figure}>
      <div className={css.label}>
        <Link href={props.href}>{props.label}</Link>
      </div>
      <div className={css.value}>{props.children}</div>
      <div className={css.under}>{props.note}</div>
    </div>
  );
}

function useEndpoints(namespace: string): { ready: number; all: number; services: number } | null {
  const services = useObjects('Service').data;
  const slices = useObjects('EndpointSlice').data;
  return useMemo(() => {
    if (!services || !slices) return null;
    const bySvc = slicesByService(slices);
    const shown = services.filter((service) => namespace === '' || service.metadata.namespace === namespace);
    const all = shown.flatMap(
      (service) =>
        backendFacts(service, bySvc.get(`${service.metadata.namespace ?? ''}/${service.metadata.name ?? ''}`) ?? [])
          .endpoints,
    );
    return { ready: all.filter((endpoint) => endpoint.ready).length, all: all.length, services: shown.length };
  }, [services, slices, namespace]);
}
