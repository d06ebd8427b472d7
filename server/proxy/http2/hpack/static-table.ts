/** The table that everybody knows: name, or name and value. Source: RFC 7541 appendix A. */
const ENTRIES =
  ':authority|:method=GET|:method=POST|:path=/|:path=/index.html|:scheme=http|:scheme=https|:status=200|:status=204|:status=206|:status=304|' +
  ':status=400|:status=404|:status=500|accept-charset|accept-encoding=gzip, deflate|accept-language|accept-ranges|accept|' +
  'access-control-allow-origin|age|allow|authorization|cache-control|content-disposition|content-encoding|content-language|content-length|' +
  'content-location|content-range|content-type|cookie|date|etag|expect|expires|from|host|if-match|if-modified-since|if-none-match|if-range|' +
  'if-unmodified-since|last-modified|link|location|max-forwards|proxy-authenticate|proxy-authorization|range|referer|refresh|retry-after|' +
  'server|set-cookie|strict-transport-security|transfer-encoding|user-agent|vary|via|www-authenticate';

/** Names and values by index; the first index is 1. */
export const STATIC_NAMES: string[] = [''];
export const STATIC_VALUES: string[] = [''];

for (const entry of ENTRIES.split('|')) {
  const [name = '', value = ''] = entry.split('=');
  STATIC_NAMES.push(name);
  STATIC_VALUES.push(value);
}

/** Entries of the table. */
export const STATIC_SIZE = STATIC_NAMES.length - 1;
