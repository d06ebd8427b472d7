'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { onFirstLayer } from './layers.ts';
import { later } from './later.ts';

const LayersBody = dynamic(
  later(() => import('./LayersBody.tsx').then((module) => module.LayersBody)),
  { ssr: false },
);

/** Loads dialogs and notices when the first one is asked for: no page needs them to begin with. */
export function LayersHost() {
  const [asked, setAsked] = useState(false);
  useEffect(() => onFirstLayer(() => setAsked(true)), []);
  return asked ? <LayersBody /> : null;
}
