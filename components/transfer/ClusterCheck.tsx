'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { Fragment } from 'react';
import type { AuthoredText } from '../../server/contract/console.ts';
import { leaveDraft } from '../detail/draft.ts';
import { api } from '../live/api.ts';
import { keyFor, textPathOf } from '../live/kinds.ts';
import { notify } from '../ui/layers.ts';
import type { KubeObject } from '../../server/model/object.ts';
import { Mark } from '../share/Marks.tsx';
import { clusterNotes } from './cluster-check.ts';
import css from './transfer.module.css';

interface Props {
  objects: readonly KubeObject[];
  specs: { gatewayApi: string; envoyGateway: string };
  /** Leaves the EndpointSlices out. */
  withoutSlices: () => void;
}

const SHOWN = 4;

/** Whether what is exported would work on a cluster, and what else that needs. */
export function ClusterCheck({ objects, specs, withoutSlices }: Props) {
  const notes = clusterNotes(objects, specs);
  const open = notes.filter(({ level }) => level !== 'ok').length;
  return (
    <section className={css.cluster} aria-label="Will this work on my cluster">
      <h2>Will this work on my cluster?</h2>
      {open === 0 && (
        <p className={css.clusterLine}>
          <Mark state="ok" />
          <span>Yes, nothing in it is bound to this machine.</span>
        </p>
      )}
      {notes.map(({ id, level, title, text, objects: named }) => (
        <div key={id} className={css.clusterLine}>
          <Mark state={level === 'ok' ? 'pending' : level} label={LABELS[level]} />
          <span>
            <b>{title}.</b> {text}
            {named.length > 0 && (
              <span className={css.meta}>
                {' '}
                {id === 'selector'
                  ? named.slice(0, SHOWN).map((name, i) => (
                      <Fragment key={name}>
                        {i > 0 && ', '}
                        <AddSelector service={name} />
                      </Fragment>
                    ))
                  : named.slice(0, SHOWN).join(', ')}
                {named.length > SHOWN && ` and ${named.length - SHOWN} more`}
              </span>
            )}
          </span>
          {id === 'loopback' && (
            <Button variant="default" size="compact-sm" onClick={withoutSlices}>
              Leave them out
            </Button>
          )}
        </div>
      ))}
    </section>
  );
}

/** Opens a Service in the editor with the selector that most manifests have; it is seen, and can be changed, before it is saved. */
function AddSelector({ service }: { service: string }) {
  const router = useRouter();
  const [namespace = '', name = ''] = service.split('/');
  const add = async () => {
    const key = keyFor('Service', namespace, name);
    try {
      const authored = await api<AuthoredText>('GET', textPathOf(key));
      const path = ['spec', 'selector'];
      router.push(await leaveDraft(key, authored, [{ op: 'set', path, value: { app: name } }]));
    } catch (error) {
      notify(`Could not read Service ${service}: ${(error as Error).message}`, 'bad');
    }
  };
  return (
    <button
      type="button"
      className={css.link}
      title={`Add the selector app: ${name} in the editor`}
      onClick={() => void add()}
    >
      {service}
    </button>
  );
}

const LABELS = { bad: 'Would be refused', warn: 'Would do nothing', ok: 'Needed' } as const;
