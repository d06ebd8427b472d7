import type { ReactNode } from 'react';

type Level = 'bad';

/** A dialog: `children` gets the function that closes it. */
export interface Dialog {
  title: string;
  /** Where the usual width is too small. */
  size?: 'lg';
  children: (close: () => void) => ReactNode;
}

/** What shows dialogs and notices, once it was loaded. */
export interface Layers {
  open: (dialog: Dialog) => void;
  notify: (message: string, level: Level | undefined) => void;
}

let layers: Layers | undefined;
let wake: (() => void) | undefined;
let waiting: ((layers: Layers) => void)[] = [];

function withLayers(act: (layers: Layers) => void): void {
  if (layers) return act(layers);
  waiting.push(act);
  wake?.();
}

/** Opens a dialog. */
export function openDialog(dialog: Dialog): void {
  withLayers((shown) => shown.open(dialog));
}

/** Says in a corner, for some seconds, that something was done. */
export function notify(message: string, level?: Level): void {
  withLayers((shown) => shown.notify(message, level));
}

/** Calls `load` when something is to be shown and nothing is there that can; returns the function that ends it. */
export function onFirstLayer(load: () => void): () => void {
  wake = load;
  if (waiting.length > 0) load();
  return () => (wake = undefined);
}

/** Says that layers can be shown from now on; returns the function that takes it back. */
export function provideLayers(provided: Layers): () => void {
  layers = provided;
  const acts = waiting;
  waiting = [];
  for (const act of acts) act(provided);
  return () => (layers = undefined);
}
