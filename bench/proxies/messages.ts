/** Heads of requests and an answer as loads and backends of ours send them. */
const SMALL = 'GET /a HTTP/1.1\r\nHost: www.example.com\r\n\r\n';
const BROWSER =
  'GET /a/path/to/something?with=a&query=string HTTP/1.1\r\nHost: www.example.com\r\nConnection: keep-alive\r\nCache-Control: max-age=0\r\n' +
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n' +
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\nUpgrade-Insecure-Requests: 1\r\n' +
  'Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\nSec-Fetch-Dest: document\r\nAccept-Encoding: gzip, deflate, br\r\n' +
  'Accept-Language: en-GB,en;q=0.9\r\nCookie: session=0123456789abcdef0123456789abcdef; theme=dark\r\n\r\n';

/**
 * A request without a body.
 * @param browser with the head that a browser sends instead of a small one
 * @param varied its target has eight # where the load puts a number, so that no two requests are the same
 */
export function requestBytes(browser: boolean, varied = false): Buffer {
  const text = browser ? BROWSER : SMALL;
  return Buffer.from(varied ? text.replace(' HTTP/1.1', `${browser ? '&' : '?'}n=######## HTTP/1.1`) : text, 'latin1');
}

/** Bytes of the answer's body. */
export const BODY_LENGTH = 100;

/** An answer as nginx gives it. */
export const ANSWER = Buffer.from(
  'HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Type: text/plain\r\n' +
    `Content-Length: ${BODY_LENGTH}\r\nConnection: keep-alive\r\n\r\n${'x'.repeat(BODY_LENGTH)}`,
  'latin1',
);
