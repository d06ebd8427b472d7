'use client';

import { Button, Drawer } from '@mantine/core';
import { IconActivityHeartbeat, IconArrowRight, IconPencil } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import type { ReactNode } from 'react';
import type { ObjectKey } from '../../server/model/object.ts';
import { YamlTab } from '../detail/YamlTab.tsx';
import { editPageOf } from '../editor/edit-pages.ts';
import { isNotFound } from '../live/api.ts';
import { pageOf } from '../live/kinds.ts';
import { useObject } from '../live/queries.ts';
import { StateTag } from '../share/Marks.tsx';
import { ConditionTable } from '../ui/ConditionTable.tsx';
import { conditionsOf, stateOf } from '../ui/conditions.ts';
import { ErrorState, Loading } from '../ui/States.tsx';
import { KindChip, ObjectName } from '../ui/text.tsx';
import css from './peek.module.css';

interface Props {
  objectKey: ObjectKey | null;
  close: () => void;
  /** Called once it has slid out: the focus goes back to the row. */
  closed: () => void;
  trafficScope?: string | undefined;
  /** What the list knows of the row, above conditions and text. */
  children?: ReactNode;
}

/** One object without leaving the list: what the row says, conditions, text. Esc and Space close it. */
export function PeekDrawer({ objectKey, close, closed, trafficScope, children }: Props) {
  return (
    <Drawer
      opened={objectKey !== null}
      onClose={close}
      onExitTransitionEnd={closed}
      returnFocus={false}
      position="right"
      size={560}
      classNames={{ body: css.body ?? '' }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      overlayProps={{ backgroundOpacity: 0.2 }}
      title={objectKey && <ObjectName namespace={objectKey.namespace} name={objectKey.name} />}
    >
      {objectKey && (
        // Space closes what Space opened
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
        <div
          onKeyDown={(event) => {
            if (event.key !== ' ' || (event.target as HTMLElement).closest('button, a, input, textarea')) return;
            event.preventDefault();
            close();
          }}
        >
          <Content objectKey={objectKey} trafficScope={trafficScope}>
            {children}
          </Content>
        </div>
      )}
    </Drawer>
  );
}

function Content({
  objectKey,
  trafficScope,
  children,
}: { objectKey: ObjectKey } & Omit<Props, 'objectKey' | 'close' | 'closed'>) {
  const object = useObject(objectKey);
  if (!object.data) {
    if (!object.error) return <Loading rows={5} />;
    return (
      <ErrorState
        what={
          isNotFound(object.error)
            ? `${objectKey.kind} ${objectKey.name} does not exist any more`
            : `Could not read ${objectKey.kind} ${objectKey.name}`
        }
        error={object.error}
      />
    );
  }
  const state = stateOf(object.data);
  return (
    <>
      <div className={css.head}>
        <KindChip kind={objectKey.kind} />
        {state.level !== 'off' && <StateTag state={state.level}>{state.word}</StateTag>}
      </div>
      <div className={css.actions}>
        <Button
          component={Link}
          size="xs"
          href={pageOf(objectKey)}
          data-autofocus
          leftSection={<IconArrowRight size={14} aria-hidden />}
        >
          Open
        </Button>
        <Button
          component={Link}
          size="xs"
          variant="default"
          href={editPageOf(objectKey)}
          leftSection={<IconPencil size={14} aria-hidden />}
        >
          Edit
        </Button>
        {trafficScope !== undefined && (
          <Button
            component={Link}
            size="xs"
            variant="default"
            href={`/traffic?scope=${trafficScope}`}
            leftSection={<IconActivityHeartbeat size={14} aria-hidden />}
          >
            Traffic
          </Button>
        )}
      </div>
      {children}
      {conditionsOf(object.data).length > 0 && (
        <section className={css.part} aria-label="Conditions">
          <h3>Conditions</h3>
          <ConditionTable object={object.data} />
        </section>
      )}
      <YamlTab objectKey={objectKey} />
    </>
  );
}
