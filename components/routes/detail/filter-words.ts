import type { HeaderModifier, RouteFilter } from '../../../server/gateway/shapes.ts';

/** A filter in a line: its type, and what it does as far as that is short: `set x-route: pay`. */
export function filterWords(filter: RouteFilter): { type: string; text: string } {
  const { type } = filter;
  if (filter.requestHeaderModifier) return { type, text: headerText(filter.requestHeaderModifier) };
  if (filter.responseHeaderModifier) return { type, text: headerText(filter.responseHeaderModifier) };
  if (filter.requestMirror) {
    const { backendRef, percent } = filter.requestMirror;
    return { type, text: `to ${backendRef.name}${percent === undefined ? '' : `, ${percent} %`}` };
  }
  if (filter.extensionRef) return { type, text: `${filter.extensionRef.kind} ${filter.extensionRef.name}` };
  if ('requestRedirect' in filter && filter.requestRedirect) {
    const { scheme, hostname, port, path, statusCode } = filter.requestRedirect;
    const target = [scheme && `${scheme}://`, hostname, port && `:${port}`, pathText(path)].filter(Boolean).join('');
    return { type, text: `to ${target || 'the same place'}, ${statusCode ?? 302}` };
  }
  if ('urlRewrite' in filter && filter.urlRewrite) {
    const { hostname, path } = filter.urlRewrite;
    const parts = [hostname && `host ${hostname}`, path && `path ${pathText(path)}`].filter(Boolean);
    return { type, text: parts.join(', ') };
  }
  return { type, text: '' };
}

function headerText({ set = [], add = [], remove = [] }: HeaderModifier): string {
  return [
    ...set.map(({ name, value }) => `set ${name}: ${value}`),
    ...add.map(({ name, value }) => `add ${name}: ${value}`),
    ...remove.map((name) => `remove ${name}`),
  ].join(', ');
}

function pathText(path: { replaceFullPath?: string; replacePrefixMatch?: string } | undefined): string {
  return path?.replaceFullPath ?? path?.replacePrefixMatch ?? '';
}
