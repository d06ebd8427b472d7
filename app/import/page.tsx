import type { Metadata } from 'next';
import { ImportPage } from '../../components/transfer/ImportPage.tsx';

export const metadata: Metadata = { title: 'Import' };

export default function Page() {
  return <ImportPage />;
}
