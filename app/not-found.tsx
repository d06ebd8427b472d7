import type { Metadata } from 'next';
import { NoPage } from '../components/ui/NoPage.tsx';

export const metadata: Metadata = { title: 'No page here' };

export default function NotFound() {
  return <NoPage />;
}
