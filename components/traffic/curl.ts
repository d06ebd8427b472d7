/** One argument for a POSIX shell: bare when it is safe, else in single quotes. */
export function shellQuote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The curl line that sends a request to a listener. Templates such as {{uuid}} are replaced by a fixed example, since curl sends one
 * request.
 */
export function curlLine(request: {
  method: string;
  url: string;
  host: string;
  path: string;
  headers: { name: string; value: string }[];
}): string {
  const fixed = (text: string) =>
    text
      .replaceAll('{{uuid}}', '7b0d1a52-3c0f-4c55-9d6e-2f6a4f6f0c11')
      .replaceAll('{{seq}}', '1')
      .replaceAll(/\{\{pick ([^},]*)[^}]*\}\}/g, '$1');
  const parts = ['curl', '-i'];
  if (request.method === 'HEAD') parts.push('-I');
  else if (request.method !== 'GET') parts.push('-X', shellQuote(request.method));
  parts.push('-H', shellQuote(`Host: ${request.host}`));
  for (const header of request.headers) parts.push('-H', shellQuote(`${header.name}: ${fixed(header.value)}`));
  parts.push(shellQuote(request.url.replace(/\/$/, '') + fixed(request.path)));
  return parts.join(' ');
}
