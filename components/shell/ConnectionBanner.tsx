'use client';

import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import { useConnection, useNow } from '../live/LiveProvider.tsx';
import { useConsoleState } from '../live/queries.ts';
import { agoText } from '../ui/age.ts';
import css from './Shell.module.css';

/**
 * Says when the console or the proxy does not answer, or when the proxy refused what it was told. It is announced once: ages, which change
 * every second, are for the eye alone.
 */
export function ConnectionBanner() {
  return (
    <div role="status" data-testid="connection">
      <Banner />
    </div>
  );
}

function Banner() {
  const { state, reconnect, lastEvent } = useConnection();
  const { data } = useConsoleState();
  const now = useNow(1000);
  if (state === 'lost') {
    const age = lastEvent === null || now === 0 ? null : now - lastEvent;
    return (
      <div className={css.banner}>
        <IconPlugConnectedX size={16} aria-hidden />
        <p>
          The console does not answer
          {age !== null && <span aria-hidden>, last heard {agoText(age)} ago</span>}. Figures are the last known, edits
          are kept in this browser, and another page opens when it answers. The proxy goes on serving.
        </p>
        <Button variant="default" size="xs" onClick={reconnect}>
          Reconnect now
        </Button>
      </div>
    );
  }
  if (data && !data.proxy.connected)
    return (
      <div className={css.banner} data-level="bad">
        <IconAlertTriangle size={16} aria-hidden />
        <p>
          No answer from the proxy
          {data.proxy.lastSeen !== null && now > 0 && (
            <span aria-hidden> for {agoText(now - data.proxy.lastSeen)}</span>
          )}
          . It is started again by itself; what you save now is served as soon as it is back.
        </p>
      </div>
    );
  if (data?.proxy.refused)
    return (
      <div className={css.banner} data-level="bad">
        <IconAlertTriangle size={16} aria-hidden />
        <p>
          The proxy refused revision {data.revision} and goes on serving revision {data.proxy.revision ?? 'none'}:{' '}
          <code>{data.proxy.refused}</code>
        </p>
      </div>
    );
  return null;
}
