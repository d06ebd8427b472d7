import type { Metadata } from 'next';
import { EditPage } from '../../../../../../components/editor/EditPage.tsx';

interface Props {
  params: Promise<{ kind: string; namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { namespace, name } = await params;
  return { title: `Edit ${namespace === '-' ? '' : `${namespace}/`}${name}` };
}

export default async function Page({ params }: Props) {
  return <EditPage {...await params} />;
}
