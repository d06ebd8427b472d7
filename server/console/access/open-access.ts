import path from 'node:path';
import type { Settings } from '../../supervisor/settings.ts';
import { Access } from './access.ts';
import { SessionCookie } from './cookie.ts';
import { Sessions } from './sessions.ts';
import { Throttle } from './throttle.ts';

/**
 * Access as the settings want it.
 * @param port in fact listened on
 * @returns null when the console asks for no token
 */
export function openAccess({ token, data }: Settings, port: number): Access | null {
  if (token === null) return null;
  return new Access({
    token,
    sessions: new Sessions(path.join(data, 'sessions.json'), token),
    throttle: new Throttle(),
    cookie: new SessionCookie(port),
  });
}
