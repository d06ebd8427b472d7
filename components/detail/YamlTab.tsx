'use client';

import dynamic from 'next/dynamic';
import { Loading } from '../ui/States.tsx';
import { later } from '../ui/later.ts';

/** The text of an object. Read when it is looked at, since pages are lighter without a YAML reader. */
export const YamlTab = dynamic(
  later(() => import('./YamlTabBody.tsx').then((module) => module.YamlTabBody)),
  {
    ssr: false,
    loading: () => <Loading rows={12} />,
  },
);
