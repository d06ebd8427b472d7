import { request } from 'node:https';
import { kinds } from '../../server/model/registry.ts';
import type { KubeObject } from '../../server/model/object.ts';
import type { Upstream } from './recorder.ts';

/** What recorded clients make has names or namespaces that begin so. */
const PREFIX = 'conversation-';

/**
 * Takes away what earlier recordings left: namespaces `conversation-*` with what is in them, and cluster-scoped objects so named. No
 * controller does it where only an API server runs, so that finalizers are taken off too.
 */
export async function removeConversations(upstream: Upstream): Promise<void> {
  for (const kind of kinds.toReversed()) {
    const root = kind.group === '' ? '/api/v1' : `/apis/${kind.group}/${kind.version}`;
    const { items = [] } = (await call(upstream, 'GET', `${root}/${kind.plural}`)) as { items?: KubeObject[] };
    for (const { metadata } of items) {
      const { name = '', namespace = '' } = metadata;
      if (!(kind.namespaced ? namespace : name).startsWith(PREFIX)) continue;
      const path = `${root}${kind.namespaced ? `/namespaces/${namespace}` : ''}/${kind.plural}/${name}`;
      await call(upstream, 'DELETE', path);
      await call(upstream, 'PATCH', path, { metadata: { finalizers: null } });
      if (kind.kind === 'Namespace')
        await call(upstream, 'PUT', `${path}/finalize`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
  }
}

function call({ server, token, ca }: Upstream, method: string, path: string, body?: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const sent = request(server + path, { method, ca, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve(text.startsWith('{') ? JSON.parse(text) : {}));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
