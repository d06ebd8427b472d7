import type { Metadata } from 'next';
import { NewPage } from '../../../components/editor/NewPage.tsx';

export const metadata: Metadata = { title: 'New policy' };

export default function Page() {
  return <NewPage kind="BackendTrafficPolicy" />;
}
