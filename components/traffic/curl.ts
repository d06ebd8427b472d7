/** One argument for a POSIX shell: bare when it is safe, else in single quotes. */
export function shellQuote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The curl line that sends a request to a listener. Templates such as {{uuid}} are replaced by a fixed example, since curl sends one
 * request.
 */
export function curlLine(request: {
  /** A call goes over HTTP/2, with a message of no fields. */
  protocol?: 'http' | 'grpc';
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
  const isCall = request.protocol === 'grpc';
  const parts = isCall
    ? [`printf '\\0\\0\\0\\0\\0' | curl -i --http2-prior-knowledge --data-binary @- -o -`]
    : ['curl', '-i'];
  if (isCall) parts.push('-H', shellQuote('content-type: application/grpc'), '-H', shellQuote('te: trailers'));
  else if (request.method === 'HEAD') parts.push('-I');
  else if (request.method !== 'GET') parts.push('-X', shellQuote(request.method));
  parts.push('-H', shellQuote(`Host: ${request.host}`));
  for (const header of request.headers) parts.push('-H', shellQuote(`${header.name}: ${fixed(header.value)}`));
  parts.push(shellQuote(request.url.replace(/\/$/, '') + fixed(request.path)));
  return parts.join(' ');
}
