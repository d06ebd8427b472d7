import type { Metadata } from 'next';
import { UnknownKind } from '../../../../../components/detail/DetailFrame.tsx';
import { PolicyPage } from '../../../../../components/policies/detail/PolicyPage.tsx';

interface Props {
  params: Promise<{ kind: string; namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { namespace, name } = await params;
  return { title: `${namespace}/${name}` };
}

export default async function Page({ params }: Props) {
  const { kind, namespace, name } = await params;
  if (kind !== 'backendtrafficpolicy') return <UnknownKind kind={kind} page="policies" />;
  return <PolicyPage namespace={namespace} name={name} />;
}
