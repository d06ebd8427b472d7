'use client';

import { Button } from '@mantine/core';
import { IconActivityHeartbeat } from '@tabler/icons-react';
import { Link } from '../../ui/Link.tsx';
import { useEffect, useRef } from 'react';
import { pageOf } from '../../live/kinds.ts';
import { StateText } from '../../share/Marks.tsx';
import { Rails } from '../../share/Rails.tsx';
import { Swatch } from '../../share/Swatch.tsx';
import { FailedShare } from '../../tables/FailedShare.tsx';
import { perSecond, sumFlows, type Flow } from '../../tables/listener-traffic.ts';
import { percent } from '../../traffic/format.ts';
import { CopyLine } from '../../ui/CopyLine.tsx';
import { Mono, Rate } from '../../ui/text.tsx';
import ui from '../../ui/ui.module.css';
import { listenerState, type GatewayFacts, type ListenerFacts } from '../gateway.ts';
import css from './gateways.module.css';
import type { ListenerShare } from './listener-shares.ts';

interface Props {
  facts: GatewayFacts;
  generation: number | undefined;
  /** By listener id. */
  flows: ReadonlyMap<string, Flow>;
  shares: ReadonlyMap<string, readonly ListenerShare[]>;
  stale: boolean;
  /** Listener that the URL names. */
  active: string | null;
}

/** The doors of a Gateway: where each listens, who may hang on it, and which route takes how much of what comes through. */
export function Listeners({ facts, generation, flows, shares, stale, active }: Props) {
  return (
    <ul className={css.cards} data-testid="listeners">
      {facts.listeners.map((listener) => (
        <Listener
          key={listener.id}
          listener={listener}
          generation={generation}
          flow={sumFlows([flows.get(listener.id)])}
          shares={shares.get(listener.id) ?? []}
          stale={stale}
          active={listener.name === active}
        />
      ))}
    </ul>
  );
}

interface ListenerProps {
  listener: ListenerFacts;
  generation: number | undefined;
  flow: Flow;
  shares: readonly ListenerShare[];
  stale: boolean;
  active: boolean;
}

function Listener({ listener, generation, flow, shares, stale, active }: ListenerProps) {
  const { level, word, message } = listenerState(listener, generation);
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) card.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <li ref={card} className={css.card} data-active={active || undefined} aria-current={active || undefined}>
      <header>
        <h3>{listener.name}</h3>
        <Mono>
          {listener.protocol} {listener.port}
        </Mono>
        <StateText state={level}>{word}</StateText>
        <span className={css.spring} />
        <Rate value={perSecond(flow)} />
        <span className={ui.nowrap}>
          <span className={ui.meta}>5xx</span> <FailedShare flow={flow} />
        </span>
        <Button
          component={Link}
          variant="default"
          size="xs"
          leftSection={<IconActivityHeartbeat size={14} aria-hidden />}
          href={`/traffic?scope=Gateway/${listener.id}`}
          aria-label={`Traffic of listener ${listener.name}`}
        >
          Traffic
        </Button>
      </header>
      <div className={css.body}>
        {message !== '' && <p className={css.message}>{message}</p>}
        <dl className={css.facts}>
          <dt>Host</dt>
          <dd>{listener.hostname === null ? 'every host' : <Mono>{listener.hostname}</Mono>}</dd>
          <dt>Answers at</dt>
          <dd>
            <Address listener={listener} />
          </dd>
          <dt>Takes</dt>
          <dd>{listener.allowed}</dd>
          <dt>Attached</dt>
          <dd>
            {listener.attachedRoutes} {listener.attachedRoutes === 1 ? 'route' : 'routes'}
          </dd>
        </dl>
        <Shares shares={shares} stale={stale} />
      </div>
    </li>
  );
}

/** Rows below the rail; what is beyond is counted. */
const SHOWN = 5;

function Shares({ shares, stale }: { shares: readonly ListenerShare[]; stale: boolean }) {
  const all = shares.reduce((sum, { requests }) => sum + requests, 0);
  if (all === 0) return <p className={ui.metaLine}>No request came through in the last minute.</p>;
  const text = (share: ListenerShare) => `${percent(share.requests / all)} %`;
  const busy = shares.filter(({ requests }) => requests > 0).toSorted((a, b) => b.requests - a.requests);
  const more = busy.slice(SHOWN);
  return (
    <div>
      <Rails
        segments={shares.map(({ label, requests, slot }) => ({ name: label, got: requests, expected: 0, slot }))}
        stale={stale}
        said={`Share of its requests by route: ${busy.map((share) => `${share.label} ${text(share)}`).join('; ')}`}
      />
      <ul className={css.shares}>
        {busy.slice(0, SHOWN).map((share) => (
          <li key={share.label}>
            <Swatch slot={share.slot} />
            <span>
              {share.route ? (
                <Link className={ui.name} href={pageOf(share.route)}>
                  {share.label}
                </Link>
              ) : (
                <span className={ui.meta}>{share.label}</span>
              )}
            </span>
            <span />
            <span>{text(share)}</span>
          </li>
        ))}
        {more.length > 0 && (
          <li>
            <span />
            <span className={ui.meta}>{more.length} more</span>
            <span />
            <span className={ui.meta}>{percent(more.reduce((sum, { requests }) => sum + requests, 0) / all)} %</span>
          </li>
        )}
      </ul>
    </div>
  );
}

function Address({ listener }: { listener: ListenerFacts }) {
  if (listener.url === null) return <span className={ui.second}>{listener.bindError ?? 'not open'}</span>;
  return (
    <>
      <CopyLine text={listener.url} label={`Copy the address of listener ${listener.name}`} />
      {listener.movedTo !== null && (
        <div className={ui.sub}>
          Port {listener.port} may not be opened without privileges, so that it listens on {listener.movedTo}.
        </div>
      )}
    </>
  );
}
