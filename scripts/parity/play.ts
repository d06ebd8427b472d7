// Requests of a case, one after the other, and what is made of the answers.
import { createHash } from 'node:crypto';
import type { Kind } from '../../server/model/kind.ts';
import { goJson } from '../../server/model/schema/go-json.ts';
import { isObject } from '../../server/model/schema/normalize.ts';
import type { Json } from '../../server/model/schema/types.ts';
import type { Answer, Ask, Step } from './ask.ts';
import { comparable } from './compare.ts';

/** Plays the steps; `{{rv}}` and `{{uid}}` are what the server said last. Answers show neither. */
export async function play(ask: Ask, steps: readonly Step[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  let [rv, uid] = ['', ''];
  for (const step of steps) {
    const body =
      typeof step.body === 'string' ? step.body.replaceAll('{{rv}}', rv).replaceAll('{{uid}}', uid) : step.body;
    const answer = await ask({ ...step, body });
    const metadata = isObject(answer.body) && isObject(answer.body.metadata) ? answer.body.metadata : {};
    if (typeof metadata.resourceVersion === 'string') rv = metadata.resourceVersion;
    if (typeof metadata.uid === 'string') uid = metadata.uid;
    answers.push(uid === '' ? answer : { ...answer, body: without(answer.body, uid, rv) });
  }
  return answers;
}

function without(body: unknown, uid: string, rv: string): unknown {
  const text = JSON.stringify(body).replaceAll(uid, 'UID');
  return JSON.parse(text.replaceAll(`\\"${rv}\\"`, '\\"RV\\"')) as unknown;
}

/** Path of the objects of a kind. */
export function collection(kind: Kind, namespace: string): string {
  return `/apis/${kind.group}/${kind.version}${kind.namespaced ? `/namespaces/${namespace}` : ''}/${kind.plural}`;
}

/** Deletes what was made. */
export async function clean(ask: Ask, path: string, answers: readonly Answer[]): Promise<void> {
  for (const name of new Set(answers.map(createdName)))
    if (name !== undefined) await ask({ method: 'DELETE', path: `${path}/${name}` });
}

function createdName({ code, body }: Answer): string | undefined {
  const metadata = isObject(body) && isObject(body.metadata) ? body.metadata : {};
  return code < 300 && typeof metadata.name === 'string' ? metadata.name : undefined;
}

/** Makes the namespace of a comparison. */
export async function makeNamespace(ask: Ask, name: string): Promise<void> {
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await ask({ method: 'POST', path: '/api/v1/namespaces', body });
}

/** What tells an answer from others: its code and a hash of the rest. */
export function digest(answer: Answer, sent: unknown): string {
  const text = goJson(JSON.parse(JSON.stringify(comparable(answer, sent))) as Json);
  return `${answer.code} ${createHash('sha256').update(text).digest('base64url').slice(0, 10)}`;
}
