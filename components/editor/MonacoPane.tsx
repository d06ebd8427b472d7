'use client';

import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { mixesBreaks, withBreaksOf } from './line-breaks.ts';
import type { Patch } from './document-model.ts';
import { changedLines, diffLines } from './line-diff.ts';
import { applyTokens, monaco, offerSchema } from './monaco-setup.ts';
import css from './MonacoPane.module.css';
import { messageAlone, type EditorProblem } from './problems.ts';
import { showZones } from './problem-zones.ts';
import type { EditorSession, TextBuffer } from './session.ts';

type Editor = monaco.editor.IStandaloneCodeEditor;

/** What the page may ask of the pane once it is there. */
export interface PaneHandle {
  reveal: (line: number) => void;
  focus: () => void;
  nextProblem: () => void;
}

interface Props {
  session: EditorSession;
  /** Names the text: the schema is offered to this file. */
  uri: string;
  schema: unknown;
  problems: readonly EditorProblem[];
  text: string;
  saved: string;
  label: string;
  readOnly?: boolean;
  /** Makes the change of a link under a line. */
  fix?: (patches: readonly Patch[]) => void;
  onReady?: (handle: PaneHandle) => void;
  /** Offset of the cursor after it moved. */
  onCursor?: (offset: number) => void;
}

const OWNER = 'switchyard';

/** Monaco over a session: its model is the place where the text lives, for form and YAML. */
export default function MonacoPane(props: Props) {
  const { session, uri, schema, problems, text, saved, label, readOnly = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const scheme = useComputedColorScheme('light');
  const callbacks = useRef(props);
  useEffect(() => {
    callbacks.current = props;
  });

  useEffect(() => applyTokens(scheme === 'dark'), [scheme]);
  useEffect(() => {
    if (schema) offerSchema(uri, schema);
  }, [uri, schema]);

  useEffect(() => {
    if (!host.current) return;
    const path = monaco.Uri.parse(uri);
    monaco.editor.getModel(path)?.dispose();
    const model = monaco.editor.createModel(session.initial, 'yaml', path);
    model.updateOptions({
      tabSize: 2,
      insertSpaces: true,
      // colour means a signal or a backend, never a bracket
      bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
    });
    const created = monaco.editor.create(host.current, {
      ...OPTIONS,
      model,
      readOnly,
      ariaLabel: label,
      fontFamily: monoFont(),
    });
    const detach = session.attach(bufferOf(model, session.initial));
    const tell = () => {
      const position = created.getPosition();
      if (position) callbacks.current.onCursor?.(model.getOffsetAt(position));
    };
    // a change above the cursor moves its offset, and not its line and column
    const following = [created.onDidChangeCursorPosition(tell), model.onDidChangeContent(tell)];
    callbacks.current.onReady?.({
      reveal: (line) => {
        created.revealLineInCenter(line);
        created.setPosition({ lineNumber: line, column: model.getLineFirstNonWhitespaceColumn(line) || 1 });
        created.focus();
      },
      focus: () => created.focus(),
      nextProblem: () => created.trigger(OWNER, 'editor.action.marker.next', null),
    });
    setEditor(created);
    return () => {
      detach();
      for (const listener of following) listener.dispose();
      created.dispose();
      model.dispose();
      setEditor(null);
    };
  }, [session, uri, readOnly, label]);

  useChanges(editor, saved, text);
  useProblems(editor, problems, props.fix);
  return <div ref={host} className={css.pane} data-testid="yaml-editor" />;
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  fontSize: 12.5,
  lineHeight: 20,
  padding: { top: 8, bottom: 8 },
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 14,
  glyphMargin: true,
  folding: false,
  stickyScroll: { enabled: false },
  guides: { indentation: false },
  bracketPairColorization: { enabled: false },
  overviewRulerLanes: 0,
  renderFinalNewline: 'off',
  renderLineHighlight: 'line',
  occurrencesHighlight: 'off',
  fixedOverflowWidgets: true,
  scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
  quickSuggestions: { other: true, comments: false, strings: true },
  suggest: { showWords: false },
  wordBasedSuggestions: 'off',
  // Enter is a new line, whatever is suggested; Tab takes a suggestion
  acceptSuggestionOnEnter: 'off',
  suggestOnTriggerCharacters: true,
  tabSize: 2,
  detectIndentation: false,
};

function monoFont(): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--sy-mono').trim();
}

/** The model as a buffer. Monaco gives all lines of a model one kind of break; a text that mixes them gets its own back on what it had. */
function bufferOf(model: monaco.editor.ITextModel, written: string): TextBuffer {
  const mixed = mixesBreaks(written);
  const getText = () => {
    const text = model.getValue(undefined, true);
    return mixed ? withBreaksOf(written, text) : text;
  };
  const positionAt = (text: string, offset: number) => {
    // a byte order mark is part of the text, and of no line of the model
    const lines = text
      .slice(0, offset)
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\r|\n/);
    return { lineNumber: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  };
  return {
    getText,
    edit: ({ start, end, text }, joined) => {
      const current = getText();
      const [from, to] = [positionAt(current, start), positionAt(current, end)];
      const inserted = start === 0 && current.startsWith('\uFEFF') ? text.replace(/^\uFEFF/, '') : text;
      const range = new monaco.Range(from.lineNumber, from.column, to.lineNumber, to.column);
      if (!joined) model.pushStackElement();
      model.pushEditOperations([], [{ range, text: inserted, forceMoveMarkers: true }], () => null);
    },
    undo: () => void model.undo(),
    redo: () => void model.redo(),
    onChange: (changed) => {
      const listener = model.onDidChangeContent(changed);
      return () => listener.dispose();
    },
  };
}

/** Lines that differ from what is saved, marked beside their numbers. */
function useChanges(editor: Editor | null, saved: string, text: string): void {
  useEffect(() => {
    if (!editor) return;
    const marks = editor.createDecorationsCollection();
    const { changed, removedAfter } = changedLines(diffLines(saved, text));
    const mark = (line: number, className: string | undefined) => ({
      range: new monaco.Range(Math.max(1, line), 1, Math.max(1, line), 1),
      options: { isWholeLine: true, ...(className ? { linesDecorationsClassName: className } : {}) },
    });
    marks.set([
      ...changed.map((line) => mark(line, css['changed'])),
      ...removedAfter.map((line) => mark(line, css['removed'])),
    ]);
    return () => marks.clear();
  }, [editor, saved, text]);
}

/** Problems as markers (F8 goes from one to the next), in the margin, and in words under the line. */
function useProblems(editor: Editor | null, problems: readonly EditorProblem[], fix: Props['fix']): void {
  useEffect(() => {
    const model = editor?.getModel();
    if (!editor || !model) return;
    const placed = problems.flatMap((problem) => {
      if (problem.line === null) return [];
      return [{ ...problem, line: Math.min(Math.max(problem.line, 1), model.getLineCount()) }];
    });
    monaco.editor.setModelMarkers(
      model,
      OWNER,
      placed.map((problem) => ({
        severity: problem.severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
        message: problem.field ? `${problem.field}: ${messageAlone(problem)}` : problem.message,
        startLineNumber: problem.line,
        endLineNumber: problem.line,
        startColumn: model.getLineFirstNonWhitespaceColumn(problem.line) || 1,
        endColumn: keyEnd(model.getLineContent(problem.line)),
      })),
    );
    const decorations = editor.createDecorationsCollection(
      placed.map((problem) => ({
        range: new monaco.Range(problem.line, 1, problem.line, 1),
        options: {
          isWholeLine: true,
          ...(problem.severity === 'error' ? { className: css['errorLine'] ?? null } : {}),
          glyphMarginClassName: css[problem.severity === 'error' ? 'errorGlyph' : 'warningGlyph'] ?? null,
        },
      })),
    );
    const zones = showZones(editor, placed, fix);
    return () => {
      zones();
      decorations.clear();
    };
  }, [editor, problems, fix]);
}

/** Column behind the key of a line, so that the wave stands under the key. */
function keyEnd(line: string): number {
  const key = /^\s*(?:- +)*[^\s:#]+/.exec(line);
  return (key?.[0].length ?? line.length) + 1;
}
