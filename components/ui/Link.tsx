import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/**
 * A link within the console that reads nothing ahead. Pages are rendered per request and are there in some milliseconds, while a list of links
 * that came into sight would ask the console twice for each: just when the list itself is read.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
