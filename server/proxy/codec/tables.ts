/*
 * What each byte may be in a head. Source: RFC 9110 section 5.6.2 (token), RFC 9112 section 3 and 5.
 */

const TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

/** Lower-case form of a byte that may stand in a field name of a response, 0 for all others. */
export const NAME = new Uint8Array(256);
/** The same for requests, without the underscore: some backends read `a_b` as `a-b`, so it could pose as another field. */
export const REQUEST_NAME = new Uint8Array(256);
/** 1 for a byte that may stand in a field value: HTAB, visible ASCII, space, and bytes above ASCII. */
export const VALUE = new Uint8Array(256);
/** 1 for a byte that may stand in a request target: visible ASCII. */
export const TARGET = new Uint8Array(256);
/** Value of a hexadecimal digit, 255 for all others. */
export const HEX = new Uint8Array(256).fill(255);

for (let c = 0x30; c <= 0x39; c++) NAME[c] = c;
for (let c = 0x61; c <= 0x7a; c++) NAME[c] = c;
for (let c = 0x41; c <= 0x5a; c++) NAME[c] = c + 32;
for (const c of TOKEN_PUNCTUATION) NAME[c.charCodeAt(0)] = c.charCodeAt(0);
REQUEST_NAME.set(NAME);
REQUEST_NAME[0x5f] = 0;
for (let c = 0x20; c < 0x100; c++) VALUE[c] = c === 0x7f ? 0 : 1;
VALUE[0x09] = 1;
for (let c = 0x21; c < 0x7f; c++) TARGET[c] = 1;
for (let d = 0; d < 16; d++) {
  HEX[d.toString(16).charCodeAt(0)] = d;
  HEX[d.toString(16).toUpperCase().charCodeAt(0)] = d;
}

/** Methods that are served; they are case-sensitive, and others are refused. Source: envoy-observed section 6. */
export const METHODS: ReadonlySet<string> = new Set(
  (
    'ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MOVE MSEARCH NOTIFY OPTIONS PATCH ' +
    'POST PROPFIND PROPPATCH PURGE PUT REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE'
  ).split(' '),
);

/** Methods that may be sent again when it is not known whether the first was acted on. Source: RFC 9110 section 9.2.2. */
export const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** Reason phrases that go with a status on the wire; others read `Unknown`. */
export const REASONS: Readonly<Record<number, string>> = {
  101: 'Switching Protocols',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  203: 'Non-Authoritative Information',
  204: 'No Content',
  205: 'Reset Content',
  206: 'Partial Content',
  207: 'Multi-Status',
  208: 'Already Reported',
  226: 'IM Used',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  305: 'Use Proxy',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  417: 'Expectation Failed',
  421: 'Misdirected Request',
  422: 'Unprocessable Entity',
  423: 'Locked',
  424: 'Failed Dependency',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
  506: 'Variant Also Negotiates',
  507: 'Insufficient Storage',
  508: 'Loop Detected',
  510: 'Not Extended',
  511: 'Network Authentication Required',
};
