/**
 * Value of the first query parameter of that name, undefined when there is none. Nothing is decoded: `%20` and `+` stand as they came.
 * `search` starts with `?` or is empty. Source: docs/parity.md.
 */
export function queryValue(search: string, name: string): string | undefined {
  let at = 1;
  while (at < search.length) {
    let end = search.indexOf('&', at);
    if (end < 0) end = search.length;
    const equals = search.indexOf('=', at);
    const nameEnd = equals < 0 || equals > end ? end : equals;
    if (nameEnd - at === name.length && search.startsWith(name, at))
      return nameEnd === end ? '' : search.slice(nameEnd + 1, end);
    at = end + 1;
  }
  return undefined;
}
