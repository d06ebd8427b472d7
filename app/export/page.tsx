import type { Metadata } from 'next';
import { ExportPage } from '../../components/transfer/ExportPage.tsx';

export const metadata: Metadata = { title: 'Export' };

export default function Page() {
  return <ExportPage />;
}
