import type { Metadata } from 'next';
import { FindingsPage } from '../../components/overview/FindingsPage.tsx';

export const metadata: Metadata = { title: 'Findings by code' };

export default function Page() {
  return <FindingsPage />;
}
