import { TrafficPage } from '../../components/traffic/TrafficPage.tsx';

export const metadata = { title: 'Traffic' };

export default function Page() {
  return <TrafficPage />;
}
