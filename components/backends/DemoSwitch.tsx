'use client';

import { Button, SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DemoBackend } from '../../server/contract/console.ts';
import { api } from '../live/api.ts';
import { queryKeys } from '../live/queries.ts';
import { Mark, StateText } from '../share/Marks.tsx';
import { count } from '../traffic/format.ts';
import { Section } from '../ui/PageHeader.tsx';
import { NumberField } from '../ui/NumberField.tsx';
import { Mono } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import css from './backends.module.css';

const LONGEST = 10_000;

/** Slows demo servers down, one by one: what a balancer makes of it shows above. */
export function DemoSection({ servers }: { servers: readonly DemoBackend[] }) {
  return (
    <Section
      title="Demo servers"
      note="Started by this product. Slow one down: RoundRobin goes on giving it its turn, LeastRequest sends it less."
    >
      <ul className={css.demo}>
        {servers.map((server) => (
          <DemoRow key={server.endpoint} server={server} />
        ))}
      </ul>
    </Section>
  );
}

function DemoRow({ server }: { server: DemoBackend }) {
  const client = useQueryClient();
  const [wanted, setWanted] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const custom = server.delayMs !== 0 && server.delayMs !== 200;
  const [open, setOpen] = useState(custom);
  const [draft, setDraft] = useState<number>(custom ? server.delayMs : 500);
  const set = async (delayMs: number) => {
    setWanted(delayMs);
    setError(null);
    try {
      const changed = await api<DemoBackend>('PUT', `/console/v1/demo/${server.endpoint}`, { delayMs });
      client.setQueryData<DemoBackend[]>(queryKeys.demo, (known) =>
        known?.map((entry) => (entry.endpoint === changed.endpoint ? changed : entry)),
      );
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    } finally {
      setWanted(null);
    }
  };
  const shown = open ? 'custom' : String(wanted ?? server.delayMs);
  return (
    <li>
      <Mono>{server.endpoint}</Mono>
      <span className={css.running}>
        {server.running ? (
          <StateText state="ok">Runs</StateText>
        ) : (
          <span className={css.bad}>
            <Mark state={server.error === undefined ? 'pending' : 'bad'} /> {server.error ?? 'Starting'}
          </span>
        )}
      </span>
      <span className={css.delay}>
        <SegmentedControl
          size="xs"
          aria-label={`Delay of ${server.endpoint}`}
          data={[
            { value: '0', label: 'No delay' },
            { value: '200', label: '200 ms' },
            { value: 'custom', label: 'Custom' },
          ]}
          value={shown}
          onChange={(value) => {
            setOpen(value === 'custom');
            if (value !== 'custom') void set(Number(value));
          }}
        />
        {open && (
          <form
            className={css.custom}
            onSubmit={(event) => {
              event.preventDefault();
              void set(draft);
            }}
          >
            <NumberField
              aria-label={`Delay of ${server.endpoint} in milliseconds`}
              min={0}
              max={LONGEST}
              unit="ms"
              value={draft}
              onChange={setDraft}
              width={104}
            />
            <Button type="submit" variant="default" loading={wanted !== null} disabled={draft === server.delayMs}>
              Set
            </Button>
          </form>
        )}
      </span>
      <span className={ui.meta}>{count(server.requests)} answered</span>
      {error !== null && (
        <p role="alert" className={css.demoError}>
          {error}
        </p>
      )}
    </li>
  );
}
