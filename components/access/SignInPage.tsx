'use client';

import { Button, PasswordInput } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState, useSyncExternalStore, type FormEvent } from 'react';
import { api, ApiError } from '../live/api.ts';
import { pathAfterSignIn, readSession } from '../live/session.ts';
import { YardDrawing } from '../overview/YardDrawing.tsx';
import { Logo } from '../shell/Logo.tsx';
import { ThemeSwitch } from '../shell/ThemeSwitch.tsx';
import css from './SignInPage.module.css';

const noEvents = () => () => undefined;

/** Takes the token for a session, and leads back to where one was. */
export function SignInPage() {
  const next = useSearchParams().get('next');
  const input = useRef<HTMLInputElement>(null);
  // without its script the form would be sent by the browser itself
  const ready = useSyncExternalStore(
    noEvents,
    () => true,
    () => false,
  );
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    // a link on another site comes without the cookie, and another tab may have signed in meanwhile
    const read = async () => {
      const session = await readSession();
      if (session?.signedIn === true) leave(next);
    };
    const look = () => {
      if (document.visibilityState === 'visible') void read();
    };
    look();
    document.addEventListener('visibilitychange', look);
    input.current?.focus();
    return () => document.removeEventListener('visibilitychange', look);
  }, [next]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const token = input.current?.value.trim() ?? '';
    if (token === '') {
      setError('Enter the token.');
      return input.current?.focus();
    }
    setBusy(true);
    try {
      await api('POST', '/console/v1/session', { token });
      leave(next);
    } catch (cause) {
      setError(sentenceOf(cause));
      setBusy(false);
      input.current?.select();
    }
  };

  return (
    <div className={css.page}>
      <header className={css.bar}>
        <Logo />
        <b>Switchyard</b>
        <ThemeSwitch />
      </header>
      <main id="main" className={css.main}>
        <div className={css.form}>
          <h1>Sign in</h1>
          <p className={css.lead}>
            This console asks for a token. It is the <code>SWITCHYARD_TOKEN</code> that it was started with.
          </p>
          {/* never in the address */}
          <form method="post" action="/console/v1/session" onSubmit={(event) => void submit(event)} noValidate>
            <PasswordInput
              ref={input}
              label="Token"
              name="token"
              classNames={{ wrapper: css.field }}
              autoComplete="current-password"
              spellCheck={false}
              error={error}
              aria-invalid={error !== null}
              errorProps={{ role: 'alert' }}
              onChange={() => setError(null)}
              visibilityToggleButtonProps={{ 'aria-label': 'Show the token', tabIndex: 0 }}
            />
            <Button type="submit" className={css.submit} fullWidth disabled={!ready} loading={busy}>
              Sign in
            </Button>
          </form>
          <p className={css.note}>
            {next === null ? (
              'The session lasts 12 hours in this browser.'
            ) : (
              <>
                Then on to <code>{next}</code>. Edits that were not saved are kept in this browser.
              </>
            )}
          </p>
        </div>
        <YardDrawing />
      </main>
    </div>
  );
}

/** Loads the page anew, so that everything is read with the session. */
function leave(next: string | null): void {
  window.location.replace(pathAfterSignIn(next, window.location.origin));
}

function sentenceOf(cause: unknown): string {
  if (!(cause instanceof ApiError)) return String(cause);
  if (cause.code === 401) return 'This is not the token of this console.';
  // the API's sentence, as one
  return cause.code === 429 ? `${cause.message[0]?.toUpperCase()}${cause.message.slice(1)}.` : cause.message;
}
