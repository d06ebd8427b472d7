import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { changeProtobuf, isProtobuf } from './protobuf-body.ts';
import { type Body, bytesOf } from './recording.ts';

/** Values that every server makes for itself. */
export type Volatile = 'uid' | 'revision' | 'continue' | 'name' | 'allotted' | 'etag';

const TIMES = ['creationTimestamp', 'deletionTimestamp'];

/**
 * Which value of ours stands for which recorded one. Requests name what earlier answers said, so that they are rewritten before they are
 * sent; and a value that stands for two, or two that stand for one, are a difference.
 */
export class Mapping {
  readonly #ours = new Map<string, string>();
  readonly #recorded = new Map<string, string>();
  /** creationTimestamp and deletionTimestamp of ours by recorded uid. */
  readonly #times = new Map<string, string>();

  /** Notes that both values stand for each other. @returns what is wrong with that, if anything */
  learn(kind: Volatile, recorded: string, ours: string): string | undefined {
    const known = this.#ours.get(`${kind} ${recorded}`);
    // what is given back is allotted again
    if (known !== undefined && kind !== 'allotted' && kind !== 'etag')
      return known === ours ? undefined : `was ${known} before`;
    // lists and bookmarks name revisions at which the recorded server wrote something else
    if (kind === 'uid') {
      const other = this.#recorded.get(`${kind} ${ours}`);
      if (other !== undefined) return `is also ours for ${other}`;
    }
    this.#ours.set(`${kind} ${recorded}`, ours);
    this.#recorded.set(`${kind} ${ours}`, recorded);
    return undefined;
  }

  /** Notes when an object was created, and when its deletion was asked for. */
  learnTimes(recorded: JsonObject, ours: JsonObject): void {
    for (const key of TIMES) {
      const time = ours[key];
      if (typeof recorded.uid === 'string' && typeof time === 'string') this.#times.set(`${key} ${recorded.uid}`, time);
    }
  }

  /** A request path as our server has to see it. */
  path(path: string): string {
    const [pathname = '', search] = path.split(/\?(.*)/s);
    const names = this.#names(pathname);
    if (search === undefined) return names;
    const query = search.replace(
      /(^|&)(resourceVersion|continue)=([^&]*)/g,
      (whole, start: string, key: string, value: string) => {
        const mapped = this.#ours.get(`${key === 'continue' ? 'continue' : 'revision'} ${decodeURIComponent(value)}`);
        return mapped === undefined ? whole : `${start}${key}=${encodeURIComponent(mapped)}`;
      },
    );
    return `${names}?${this.#names(query)}`;
  }

  /** Headers of a request as our server has to see them. */
  headers(headers: Record<string, string>): Record<string, string> {
    const mapped = { ...headers };
    for (const name of ['if-none-match', 'if-modified-since']) {
      const state = headers[name];
      if (state !== undefined) mapped[name] = this.#ours.get(`etag ${state}`) ?? state;
    }
    return mapped;
  }

  /** A request body as our server has to see it. */
  body(body: Body): Body {
    if ('json' in body) return { json: this.#value(body.json, '') };
    const bytes = bytesOf(body);
    if (isProtobuf(bytes)) {
      const changed = changeProtobuf(bytes, (object) => this.#value(object, '') as JsonObject);
      return { base64: changed.toString('base64') };
    }
    if ('base64' in body) return body;
    const text = body.text.replace(/(resourceVersion"?:\s*"?)(\d+)/g, (whole, start: string, value: string) => {
      const mapped = this.#ours.get(`revision ${value}`);
      return mapped === undefined ? whole : start + mapped;
    });
    return { text: this.#names(text) };
  }

  /** Text with recorded uids and generated names replaced. */
  #names(text: string): string {
    let result = text;
    for (const [key, ours] of this.#ours) {
      const [kind = '', recorded = ''] = key.split(' ');
      if ((kind === 'uid' || kind === 'name') && result.includes(recorded)) result = result.replaceAll(recorded, ours);
    }
    return result;
  }

  #value(value: Json, key: string): Json {
    if (Array.isArray(value)) return value.map((item) => this.#value(item, key));
    if (isObject(value)) return this.#object(value);
    if (typeof value === 'number' && /[nN]odePort$/.test(key))
      return Number(this.#ours.get(`allotted ${value}`) ?? value);
    if (typeof value !== 'string') return value;
    if (key === 'resourceVersion') return this.#ours.get(`revision ${value}`) ?? value;
    if (key === 'clusterIP' || key === 'clusterIPs') return this.#ours.get(`allotted ${value}`) ?? value;
    if (key === 'continue') return this.#ours.get(`continue ${value}`) ?? value;
    return this.#names(value);
  }

  #object(object: JsonObject): JsonObject {
    // an operation of a JSON patch says in `path` what its `value` is
    const key = typeof object.path === 'string' ? (object.path.split('/').at(-1) ?? '') : undefined;
    const result = Object.fromEntries(
      Object.entries(object).map(([name, member]) => [
        this.#names(name),
        this.#value(member, name === 'value' && key !== undefined ? key : name),
      ]),
    );
    for (const time of TIMES) {
      const own = typeof object.uid === 'string' ? this.#times.get(`${time} ${object.uid}`) : undefined;
      if (own !== undefined && typeof object[time] === 'string') result[time] = own;
    }
    return result;
  }
}
