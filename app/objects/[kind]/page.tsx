import type { Metadata } from 'next';
import { ObjectsPage } from '../../../components/objects/ObjectsPage.tsx';

interface Props {
  params: Promise<{ kind: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).kind };
}

export default async function Page({ params }: Props) {
  return <ObjectsPage kind={(await params).kind} />;
}
