import { Button } from '@mantine/core';
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
                {named.slice(0, SHOWN).join(', ')}
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

const LABELS = { bad: 'Would be refused', warn: 'Would do nothing', ok: 'Needed' } as const;
