'use client';

import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { AuthoredText } from '../../server/contract/console.ts';
import { keyText, type ObjectKey } from '../../server/model/object.ts';
import { FormContext, type FormContextValue } from '../forms/context.ts';
import { formOf } from '../forms/forms.ts';
import { countHeld } from '../forms/held.ts';
import { keyFor, pageKind, pageOf } from '../live/kinds.ts';
import { specOf } from '../live/served.ts';
import { useUrlState } from '../tables/url-state.ts';
import { Loading } from '../ui/States.tsx';
import { readMetadata, whyNotSaved } from './blocked.ts';
import { Drawer, type DrawerTab } from './Drawer.tsx';
import { EffectList } from './EffectList.tsx';
import { editPageOf, trafficPageOf } from './edit-pages.ts';
import type { Patch } from './document-model.ts';
import { diffLines } from './line-diff.ts';
import type { PaneHandle } from './MonacoPane.tsx';
import { Notices } from './Notices.tsx';
import { SaveBar } from './SaveBar.tsx';
import { savedWords } from './saved-words.ts';
import { SavedLine } from './SavedLine.tsx';
import { EditorSession } from './session.ts';
import { Starts, type Start } from './Starts.tsx';
import { TextWatch } from './TextWatch.tsx';
import { useDrafts } from './use-drafts.ts';
import { useAhead } from './use-ahead.ts';
import { useKindHelp } from './use-kind.ts';
import { useSaving } from './use-saving.ts';
import { useVerdict } from './use-verdict.ts';
import { useEditorKeys } from './use-editor-keys.ts';
import { useWrong } from './use-wrong.ts';
import { WorkbenchHead, type View } from './WorkbenchHead.tsx';
import { YamlSection } from './YamlSection.tsx';
import css from './workbench.module.css';

const INSTEAD: Record<string, { label: string; href: string }> = {
  HTTPRoute: { label: 'A GRPCRoute instead', href: '/routes/new?kind=grpcroute' },
  GRPCRoute: { label: 'An HTTPRoute instead', href: '/routes/new' },
};

interface Props {
  kind: string;
  /** null: the object is new. */
  objectKey: ObjectKey | null;
  authored: AuthoredText | null;
  /** Text to begin with. */
  start: string;
  /** What a new object can be made from. */
  starts?: readonly Start[];
}

/** The editor of one object: form and YAML over one text, what is wrong with it, what is changed, and saving. */
export function Workbench({ kind, objectKey, authored, start, starts = [] }: Props) {
  const [session] = useState(() => new EditorSession(start));
  const {
    text,
    document,
    shown,
    saved: savedText,
    refusal,
  } = useSyncExternalStore(session.subscribe, session.get, session.get);
  const [search, change] = useUrlState();
  const saving = useSaving(session, { key: objectKey, resourceVersion: authored?.resourceVersion ?? '0' });
  const isNew = saving.key === null;
  const draftKey = isNew ? `new/${kind}` : `${kind}/${saving.key?.namespace}/${saving.key?.name}`;
  const drafts = useDrafts(draftKey, text, { text: savedText, resourceVersion: saving.resourceVersion });
  // a fix that was chosen elsewhere is a draft that is taken at once
  const { left } = drafts;
  const taken = search.get('draft') === 'take';
  useEffect(() => {
    if (!taken || !left) return;
    session.replace(left.text);
    change({ draft: null });
  }, [taken, left, session, change]);
  const help = useKindHelp(kind);
  const form = formOf(kind);

  const small = useMediaQuery('(max-width: 760px)', false);
  const wanted = search.get('view');
  const view: View = !form || wanted === 'yaml' ? 'yaml' : wanted === 'form' || small ? 'form' : 'both';
  const drawer: DrawerTab | null =
    (['problems', 'changes'] as const).find((tab) => tab === search.get('drawer')) ?? null;
  const show = useCallback((tab: DrawerTab | null) => change({ drawer: tab }), [change]);

  const { verdict, fresh, error: unjudged } = useVerdict(document);
  const { refused } = saving;
  const { key } = saving;
  const { identity, problems } = useWrong(document, { kind, key, text, refused, verdict, fresh, help });

  const diff = useMemo(() => diffLines(isNew ? '' : savedText, text), [isNew, savedText, text]);
  const changed = text !== savedText;
  const broken = document.problems.length > 0;
  const metadata = readMetadata(shown.get(['metadata']));
  const target =
    saving.key ??
    keyFor(kind, pageKind(kind)?.namespaced === false ? '' : metadata.namespace || 'default', metadata.name);
  const blocked = whyNotSaved({
    broken,
    newer: saving.newer !== null,
    unchanged: !isNew && !changed,
    nameless: target.name === '',
    another: identity.length > 0,
    refused: fresh && verdict?.accepted === false,
    saving: saving.saving,
  });

  const save = async () => {
    if (saving.saving) return;
    if (blocked !== null) {
      if (problems.length > 0) show('problems');
      return;
    }
    const result = await saving.save(target);
    if (!result) return;
    drafts.drop();
    change({ drawer: null });
    // the address is that of the object from now on; the editor stays as it is
    if (isNew) {
      const kept = new URLSearchParams(window.location.search);
      for (const name of ['backend', 'target', 'gateway', 'from', 'kind', 'drawer', 'line']) kept.delete(name);
      window.history.replaceState(null, '', `${editPageOf(target)}${kept.size > 0 ? `?${kept}` : ''}`);
    }
  };
  const undoSave = (before: string) => {
    session.replace(before);
    void saving.save(target);
  };

  const pane = useRef<PaneHandle | null>(null);
  const startLine = Number(search.get('line'));
  const ready = (handle: PaneHandle) => {
    pane.current = handle;
    if (startLine > 0) handle.reveal(startLine);
  };
  const jump = useCallback(
    (line: number) => {
      if (view === 'form') change({ view: small ? 'yaml' : null });
      // the pane has its size after the next layout
      setTimeout(() => pane.current?.reveal(line), view === 'form' ? 80 : 0);
    },
    [view, small, change],
  );
  useEditorKeys({
    // what is about to be written is shown first; again, it is written
    save: () => {
      if (blocked === null && drawer !== 'changes') show('changes');
      else void save();
    },
    next: () => pane.current?.nextProblem(),
  });

  const patch = useCallback((patches: readonly Patch[], place?: string) => session.patch(patches, place), [session]);
  const ahead = useAhead(document, help, (isNew || changed) && identity.length === 0);
  const effect = ahead?.effect ?? null;
  const context = useMemo(
    (): FormContextValue => ({
      document: shown,
      namespace: metadata.namespace || 'default',
      isNew,
      field: help?.field ?? (() => undefined),
      members: help?.members ?? (() => []),
      problems,
      groups: ahead?.groups ?? [],
      shadowed: ahead?.shadowed ?? {},
      patch,
      jump,
      undo: session.undo,
    }),
    [shown, metadata.namespace, isNew, help, problems, ahead, patch, session, jump],
  );
  const held = useMemo(() => (form ? countHeld(shown.value, form.holds) : null), [form, shown]);
  const name = target.name === '' ? `New ${kind}` : target.name;
  const savedLine = saving.saved && !changed && !isNew && (
    <SavedLine
      revision={saving.saved.revision}
      seconds={saving.saved.seconds}
      kind={kind}
      name={target.name}
      page={pageOf(target)}
      traffic={trafficPageOf(target, specOf(help?.read(shown.value), 'BackendTrafficPolicy'))}
      undo={saving.saved.before === null ? null : () => undoSave(saving.saved!.before!)}
    />
  );

  return (
    <div className={css.bench}>
      {saving.key && <TextWatch objectKey={saving.key} seen={saving.seen} />}
      <WorkbenchHead
        title={isNew ? `New ${kind}` : name}
        kind={kind}
        unsaved={isNew || changed}
        held={broken ? null : held}
        undo={session.undo}
        redo={session.redo}
        view={form ? view : null}
        small={small}
        choose={(next) => change({ view: next === 'both' || (small && next === 'form') ? null : next })}
      />
      {isNew && <Starts starts={starts} text={text} choose={(next) => session.replace(next)} instead={INSTEAD[kind]} />}
      <Notices
        draft={drafts.left}
        restore={() => drafts.left && session.replace(drafts.left.text)}
        dropDraft={drafts.drop}
        base={{ text: savedText, resourceVersion: saving.resourceVersion }}
        text={text}
        newer={saving.newer}
        settle={saving.settle}
        trial={saving.trial?.text === text ? saving.trial.said : null}
        followed={saving.followed && !changed}
        exists={saving.exists && keyText(saving.exists) === keyText(target) ? saving.exists : null}
        refused={refused && refused.text === text ? refused.error : null}
        refusal={refusal}
        broken={form && view !== 'yaml' ? (document.problems[0] ?? null) : null}
        unjudged={unjudged}
        madeText={authored?.exact === false && !changed && saving.saved === null}
        jump={jump}
      />
      <div className={css.columns} data-view={view}>
        {form && (
          <div
            className={css.form}
            onKeyDownCapture={(event) => {
              if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
              const key = event.key.toLowerCase();
              if (key !== 'z' && key !== 'y') return;
              // one history for form and YAML, not one for each input
              event.preventDefault();
              if (key === 'y' || event.shiftKey) session.redo();
              else session.undo();
            }}
          >
            <FormContext value={context}>{help ? <form.Form frozen={broken} /> : <Loading rows={6} />}</FormContext>
          </div>
        )}
        <YamlSection
          session={session}
          kind={kind}
          name={target.name}
          uri={`file:///${kind}/${objectKey ? `${objectKey.namespace || '-'}/${objectKey.name}` : 'new'}.yaml`}
          help={help}
          text={text}
          saved={isNew ? text : savedText}
          shown={shown}
          broken={broken}
          problems={problems}
          fix={patch}
          onReady={ready}
        />
      </div>
      <div className={css.bottom}>
        {drawer && (
          <Drawer
            tab={drawer}
            show={show}
            problems={problems}
            diff={diff}
            against={isNew ? 'a new object' : `against revision ${saving.resourceVersion}${savedWords(authored)}`}
            jump={jump}
            fix={patch}
            effect={
              changed || isNew ? <EffectList ahead={ahead} refused={fresh && verdict?.accepted === false} /> : null
            }
          />
        )}
        <SaveBar
          isNew={isNew}
          changed={changed}
          diff={diff}
          problems={problems}
          blocked={blocked}
          saving={saving.saving}
          trying={saving.trying}
          tryIt={broken || target.name === '' || identity.length > 0 ? null : () => void saving.dryRun(target)}
          saved={savedLine || null}
          affected={effect?.rules.length ?? null}
          drawer={drawer}
          show={show}
          jump={jump}
          discard={() => {
            session.replace(savedText);
            drafts.drop();
            saving.forget();
          }}
          save={() => void save()}
        />
      </div>
    </div>
  );
}
