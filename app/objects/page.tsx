import { redirect } from 'next/navigation';

/** Without a kind the address says nothing. */
export default function Page(): never {
  redirect('/');
}
