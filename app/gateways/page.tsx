import type { Metadata } from 'next';
import { GatewaysPage } from '../../components/gateways/GatewaysPage.tsx';

export const metadata: Metadata = { title: 'Gateways' };

export default function Page() {
  return <GatewaysPage />;
}
