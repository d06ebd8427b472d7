'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { NewPage } from '../editor/NewPage.tsx';

/** A new route: of HTTP requests, or of calls with `?kind=grpcroute`. */
export function NewRoutePage() {
  const asked = useSearchParams().get('kind') === 'grpcroute' ? 'GRPCRoute' : 'HTTPRoute';
  const isNew = usePathname() === '/routes/new';
  const [kind, setKind] = useState(asked);
  // once the route is created the address is its own, and the editor stays as it is
  if (isNew && kind !== asked) setKind(asked);
  return <NewPage key={kind} kind={kind} />;
}
