/**
 * Value of the first query parameter of that name, undefined when there is none. Names and values are compared percent-decoded; `+` is a
 * plus. `search` starts with `?` or is empty. Source: gateway-api section 2.3.
 */
export function queryValue(search: string, name: string): string | undefined {
  let at = 1;
  while (at < search.length) {
    let end = search.indexOf('&', at);
    if (end < 0) end = search.length;
    const equals = search.indexOf('=', at);
    const nameEnd = equals < 0 || equals > end ? end : equals;
    if (decode(search.slice(at, nameEnd)) === name)
      return nameEnd === end ? '' : decode(search.slice(nameEnd + 1, end));
    at = end + 1;
  }
  return undefined;
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
