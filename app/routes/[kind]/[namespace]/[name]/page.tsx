import type { Metadata } from 'next';
import { UnknownKind } from '../../../../../components/detail/DetailFrame.tsx';
import { RoutePage } from '../../../../../components/routes/detail/RoutePage.tsx';

interface Props {
  params: Promise<{ kind: string; namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { namespace, name } = await params;
  return { title: `${namespace}/${name}` };
}

export default async function Page({ params }: Props) {
  const { kind, namespace, name } = await params;
  if (kind !== 'httproute' && kind !== 'grpcroute') return <UnknownKind kind={kind} page="routes" />;
  return <RoutePage kind={kind === 'httproute' ? 'HTTPRoute' : 'GRPCRoute'} namespace={namespace} name={name} />;
}
