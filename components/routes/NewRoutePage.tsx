'use client';

import { useSearchParams } from 'next/navigation';
import { NewPage } from '../editor/NewPage.tsx';

/** A new route: of HTTP requests, or of calls with `?kind=grpcroute`. */
export function NewRoutePage() {
  const kind = useSearchParams().get('kind') === 'grpcroute' ? 'GRPCRoute' : 'HTTPRoute';
  return <NewPage key={kind} kind={kind} />;
}
