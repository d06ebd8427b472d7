'use client';

import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import { useConnection, useNow } from '../live/LiveProvider.tsx';
import { useConsoleState } from '../live/queries.ts';
import css from './Shell.module.css';

/** Says when the console or the proxy does not answer, or when the proxy refused what it was told. */
export function ConnectionBanner() {
  const { state, reconnect, lastEvent } = useConnection();
  const { data } = useConsoleState();
  const now = useNow(1000);
  if (state === 'lost') {
    const age = lastEvent === null || now === 0 ? null : Math.max(0, Math.round((now - lastEvent) / 1000));
    return (
      <output className={css.banner}>
        <IconPlugConnectedX size={16} aria-hidden />
        <p>
          The console does not answer{age === null ? '' : `, last heard ${age} s ago`}. Figures are the last known,
          edits are kept in this tab, and the proxy goes on serving.
        </p>
        <Button variant="default" size="xs" onClick={reconnect}>
          Reconnect now
        </Button>
      </output>
    );
  }
  if (data && !data.proxy.connected)
    return (
      <output className={css.banner} data-level="bad">
        <IconAlertTriangle size={16} aria-hidden />
        <p>
          No answer from the proxy
          {data.proxy.lastSeen !== null &&
            now > 0 &&
            ` for ${Math.max(0, Math.round((now - data.proxy.lastSeen) / 1000))} s`}
          . It is started again by itself; what you save now is served as soon as it is back.
        </p>
      </output>
    );
  if (data?.proxy.refused)
    return (
      <output className={css.banner} data-level="bad">
        <IconAlertTriangle size={16} aria-hidden />
        <p>
          The proxy refused revision {data.revision} and goes on serving revision {data.proxy.revision ?? 'none'}:{' '}
          <code>{data.proxy.refused}</code>
        </p>
      </output>
    );
  return null;
}
