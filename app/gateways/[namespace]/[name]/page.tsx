import type { Metadata } from 'next';
import { GatewayPage } from '../../../../components/gateways/detail/GatewayPage.tsx';

interface Props {
  params: Promise<{ namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { namespace, name } = await params;
  return { title: `${namespace}/${name}` };
}

export default async function Page({ params }: Props) {
  const { namespace, name } = await params;
  return <GatewayPage namespace={namespace} name={name} />;
}
