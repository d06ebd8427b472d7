import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/yaml/register';
import { configureMonacoYaml, type MonacoYaml, type MonacoYamlOptions, type SchemasSettings } from 'monaco-yaml';

export { monaco };

const workers: Record<string, () => Worker> = {
  yaml: () => new Worker(new URL('./yaml.worker.ts', import.meta.url), { type: 'module', name: 'yaml' }),
  editorWorkerService: () =>
    new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), { type: 'module', name: 'editor' }),
};

function startWorker(label: string): Worker {
  return (workers[label] ?? workers['editorWorkerService'])!();
}

(globalThis as { MonacoEnvironment?: unknown }).MonacoEnvironment = {
  getWorker: (_: string, label: string) => startWorker(label),
};

interface OldWorkerOptions {
  label: string;
  createData: unknown;
  host?: Record<string, () => unknown>;
}

// monaco-yaml still calls createWebWorker with {label, createData}; Monaco wants the worker itself
const adapted = {
  ...monaco,
  editor: {
    ...monaco.editor,
    createWebWorker(options: OldWorkerOptions) {
      const worker = Promise.resolve(startWorker(options.label)).then((started) => {
        // a first message of any kind starts the worker's own listener
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
        for (const message of ['ignore', options.createData]) started.postMessage(message);
        return started;
      });
      return monaco.editor.createWebWorker({ worker, ...(options.host ? { host: options.host } : {}) });
    },
  },
};

let yaml: MonacoYaml | undefined;

/**
 * Completion and hover from a JSON Schema for one file. Its own validation is off: the problems shown are the API's, word for word.
 * There is one YAML service for the page, so the last call wins.
 */
export function offerSchema(uri: string, schema: unknown): void {
  const options: MonacoYamlOptions = {
    schemas: [{ uri: `${uri}.schema.json`, fileMatch: [uri], schema: schema as SchemasSettings['schema'] }],
    enableSchemaRequest: false,
    hover: true,
    completion: true,
    validate: false,
    format: { enable: false },
  };
  if (yaml) void yaml.update(options);
  else yaml = configureMonacoYaml(adapted, options);
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Colours of the present scheme, from the tokens. */
export function applyTokens(dark: boolean): void {
  const color = (name: string) => hex(token(name));
  monaco.editor.defineTheme(dark ? 'sy-dark' : 'sy-light', {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: color('--sy-ink') },
      { token: 'type', foreground: color('--sy-ink') },
      { token: 'string', foreground: color('--sy-syn-str') },
      // the base theme has a colour of its own for YAML
      { token: 'string.yaml', foreground: color('--sy-syn-str') },
      { token: 'number', foreground: color('--sy-syn-num') },
      { token: 'keyword', foreground: color('--sy-syn-num') },
      { token: 'comment', foreground: color('--sy-ink-3'), fontStyle: 'italic' },
      { token: 'delimiter', foreground: color('--sy-ink-3') },
      { token: 'operators', foreground: color('--sy-ink-3') },
      { token: 'tag', foreground: color('--sy-ink-2') },
      { token: 'namespace', foreground: color('--sy-ink-2') },
    ],
    colors: Object.fromEntries(
      Object.entries(COLORS).map(([name, [variable, alpha]]) => [name, color(variable) + alpha]),
    ),
  });
  monaco.editor.setTheme(dark ? 'sy-dark' : 'sy-light');
}

/** Monaco's colour names and the token of each, with the alpha of the picture. */
const COLORS: Record<string, [token: string, alpha: string]> = {
  'editor.background': ['--sy-raised', ''],
  'editor.foreground': ['--sy-ink', ''],
  'editorGutter.background': ['--sy-raised', ''],
  'editorLineNumber.foreground': ['--sy-ink-3', ''],
  'editorLineNumber.activeForeground': ['--sy-ink', ''],
  'editor.lineHighlightBackground': ['--sy-sunken', '80'],
  'editor.lineHighlightBorder': ['--sy-sunken', '00'],
  'editor.selectionBackground': ['--sy-line-strong', 'aa'],
  'editor.inactiveSelectionBackground': ['--sy-line', 'aa'],
  'editor.selectionHighlightBackground': ['--sy-line', '80'],
  'editor.wordHighlightBackground': ['--sy-line', '80'],
  'editorCursor.foreground': ['--sy-ink', ''],
  'editorIndentGuide.background1': ['--sy-line', ''],
  'editorError.foreground': ['--sy-bad', ''],
  'editorWarning.foreground': ['--sy-warn', ''],
  'editorWidget.background': ['--sy-surface', ''],
  'editorWidget.foreground': ['--sy-ink', ''],
  'editorWidget.border': ['--sy-line-strong', ''],
  'editorSuggestWidget.selectedBackground': ['--sy-sunken', ''],
  'editorSuggestWidget.selectedForeground': ['--sy-ink', ''],
  'editorSuggestWidget.highlightForeground': ['--sy-ink', ''],
  'editorSuggestWidget.focusHighlightForeground': ['--sy-ink', ''],
  'editorHoverWidget.background': ['--sy-surface', ''],
  'editorHoverWidget.border': ['--sy-line-strong', ''],
  'editorBracketHighlight.foreground1': ['--sy-ink-3', ''],
  'editorBracketHighlight.foreground2': ['--sy-ink-3', ''],
  'editorBracketHighlight.foreground3': ['--sy-ink-3', ''],
  'input.background': ['--sy-surface', ''],
  'input.border': ['--sy-ctl', ''],
  'list.hoverBackground': ['--sy-sunken', ''],
  'list.activeSelectionBackground': ['--sy-sunken', ''],
  'list.activeSelectionForeground': ['--sy-ink', ''],
  'menu.background': ['--sy-surface', ''],
  'menu.foreground': ['--sy-ink', ''],
  'menu.selectionBackground': ['--sy-sunken', ''],
  'menu.selectionForeground': ['--sy-ink', ''],
  'scrollbarSlider.background': ['--sy-line-strong', '80'],
  'scrollbarSlider.hoverBackground': ['--sy-line-strong', ''],
  'scrollbarSlider.activeBackground': ['--sy-ctl', ''],
  focusBorder: ['--sy-ink', ''],
  'textLink.foreground': ['--sy-ink', ''],
  'textLink.activeForeground': ['--sy-ink', ''],
};

/** `#rrggbb`, which is all that Monaco reads. */
function hex(value: string): string {
  if (/^#[\da-f]{6}$/i.test(value)) return value;
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(value);
  if (short)
    return `#${short
      .slice(1)
      .map((c) => c + c)
      .join('')}`;
  const parts = /rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(value);
  return parts
    ? `#${parts
        .slice(1, 4)
        .map((part) => Number(part).toString(16).padStart(2, '0'))
        .join('')}`
    : '#808080';
}
