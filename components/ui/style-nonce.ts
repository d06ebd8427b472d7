let nonce: string | undefined;

/**
 * Gives the style elements that scripts make the nonce of this page, without which the browser takes none but those of files. The editor and the
 * dialogs make some and cannot be told it. Injected markup has no nonce and stays without style.
 */
export function allowOwnStyles(given: string | undefined): void {
  if (typeof document === 'undefined' || given === undefined || nonce !== undefined) return;
  nonce = given;
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = given;
    return element;
  };
}
