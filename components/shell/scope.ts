'use client';

import { useCallback } from 'react';
import { useUrlState } from '../tables/url-state.ts';

/** The namespace that lists are limited to, '' for all; it lives in the URL as `ns`. */
export function useNamespaceScope(): [string, (namespace: string) => void] {
  const [search, change] = useUrlState();
  const set = useCallback((namespace: string) => change({ ns: namespace }), [change]);
  return [search.get('ns') ?? '', set];
}

/** A link that keeps the namespace scope. */
export function withScope(href: string, namespace: string): string {
  return namespace === '' ? href : `${href}${href.includes('?') ? '&' : '?'}ns=${namespace}`;
}
