import type { Metadata } from 'next';
import { BackendsPage } from '../../components/backends/BackendsPage.tsx';

export const metadata: Metadata = { title: 'Backends' };

export default function Page() {
  return <BackendsPage />;
}
