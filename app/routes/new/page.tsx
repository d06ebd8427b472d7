import type { Metadata } from 'next';
import { NewRoutePage } from '../../../components/routes/NewRoutePage.tsx';

export const metadata: Metadata = { title: 'New route' };

export default function Page() {
  return <NewRoutePage />;
}
