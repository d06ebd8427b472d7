import type { Metadata } from 'next';
import { BackendPage } from '../../../../../components/backends/BackendPage.tsx';
import { UnknownKind } from '../../../../../components/detail/DetailFrame.tsx';

interface Props {
  params: Promise<{ kind: string; namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { namespace, name } = await params;
  return { title: `${namespace}/${name}` };
}

export default async function Page({ params }: Props) {
  const { kind, namespace, name } = await params;
  if (kind !== 'service') return <UnknownKind kind={kind} page="backends" />;
  return <BackendPage namespace={namespace} name={name} />;
}
