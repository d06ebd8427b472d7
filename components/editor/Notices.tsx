'use client';

import { Button } from '@mantine/core';
import { Link } from '../ui/Link.tsx';
import type { ObjectKey } from '../../server/model/object.ts';
import type { ApiError } from '../live/api.ts';
import { useConnection } from '../live/LiveProvider.tsx';
import { Age } from '../ui/text.tsx';
import { ConflictNotice } from './ConflictNotice.tsx';
import type { Draft } from './drafts.ts';
import { editPageOf } from './edit-pages.ts';
import { Notice } from './Notice.tsx';
import type { Base, Trial } from './save.ts';
import type { Newer } from './use-saving.ts';
import type { SyntaxProblem } from './yaml-source.ts';
import css from './workbench.module.css';

interface Props {
  draft: Draft | null;
  restore: () => void;
  dropDraft: () => void;
  base: Base;
  text: string;
  newer: Newer | null;
  settle: (whose: 'theirs' | 'mine' | 'both') => void;
  /** What a dry run of this very text said. */
  trial: Trial | null;
  /** A newer text was taken over by itself. */
  followed: boolean;
  exists: ObjectKey | null;
  refused: ApiError | null;
  /** Why the last form edit was not made. */
  refusal: string | null;
  /** Why the form is frozen. */
  broken: SyntaxProblem | null;
  /** Why nothing is known about the text. */
  unjudged: string | null;
  /** The text was made from the object. */
  madeText: boolean;
  jump: (line: number) => void;
}

/** Everything that stands across the editor, the most urgent first. */
export function Notices(props: Props) {
  const { draft, base, newer, exists, refused, refusal, broken, jump } = props;
  return (
    <>
      {newer && (
        <ConflictNotice
          base={base.text}
          text={props.text}
          theirs={newer.theirs}
          take={() => props.settle('theirs')}
          keep={() => props.settle('mine')}
          merge={() => props.settle('both')}
        />
      )}
      {props.trial && <TrialNotice trial={props.trial} />}
      {exists && (
        <Notice state="bad">
          {exists.kind} {exists.namespace}/{exists.name} is there already. Choose another name, or{' '}
          <Link href={editPageOf(exists)}>edit that one</Link>.
        </Notice>
      )}
      {refused && <Refused refused={refused} />}
      {broken && (
        <Notice
          state="warn"
          actions={
            <button type="button" className={css.link} onClick={() => jump(broken.line)}>
              Line {broken.line}
            </button>
          }
        >
          <b>The text is not YAML at line {broken.line}:</b> {sentence(broken.message)} The form waits and shows the
          last text that could be read.
        </Notice>
      )}
      {refusal !== null && !broken && (
        <Notice state="warn">
          <b>The form could not make this change.</b> {refusal}
        </Notice>
      )}
      {draft && (
        <Notice
          state="pending"
          actions={
            <>
              <Button variant="default" size="xs" onClick={props.dropDraft}>
                Drop them
              </Button>
              <Button variant="default" size="xs" onClick={props.restore}>
                Restore
              </Button>
            </>
          }
        >
          <b>Unsaved edits were kept</b> <Age at={draft.at} suffix=" ago" />
          {draft.base === base.resourceVersion || base.resourceVersion === '0'
            ? '.'
            : `, made on revision ${draft.base}; the object is at ${base.resourceVersion} now, so look at Diff before saving.`}
        </Notice>
      )}
      {props.followed && (
        <Notice state="ok">
          The object was changed on the server. Nothing was edited here, so this is the newest text.
        </Notice>
      )}
      {props.madeText && (
        <Notice state="pending">
          This object came as JSON or by a patch, so the YAML is made from it. Once you save, it is kept as you write
          it.
        </Notice>
      )}
      {props.unjudged !== null && (
        <Notice state="warn">The text could not be checked: {props.unjudged} Saving checks it as well.</Notice>
      )}
    </>
  );
}

/** The server's word on a text that was not written. */
function TrialNotice({ trial }: { trial: Trial }) {
  if (!trial.accepted)
    return (
      <Notice state="bad">
        <b>Dry run: the server would refuse this text.</b> {sentence(trial.message)}
      </Notice>
    );
  return (
    <Notice state={trial.warnings.length > 0 ? 'warn' : 'ok'}>
      <b>Dry run: the server would {trial.created ? 'create' : 'take'} it.</b> Nothing was written.
      {trial.warnings.length > 0 && ` It warns: ${trial.warnings.join('; ')}`}
    </Notice>
  );
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function Refused({ refused }: { refused: ApiError }) {
  const back = useConnection().state === 'open' && refused.code === 0;
  return (
    <Notice state={back ? 'warn' : 'bad'}>
      <b>Not saved.</b> {refused.code > 0 ? `${refused.code} ${refused.reason}: ` : ''}
      {back ? 'The console did not answer then. It does now: save again.' : refused.message}
    </Notice>
  );
}
