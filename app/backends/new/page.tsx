import type { Metadata } from 'next';
import { NewBackendPage } from '../../../components/backends/NewBackendPage.tsx';

export const metadata: Metadata = { title: 'New backend' };

export default function Page() {
  return <NewBackendPage />;
}
