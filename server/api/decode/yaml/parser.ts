import { type Mark, parserError } from './error.ts';
import { Scanner } from './scanner.ts';
import type { Token } from './tokens.ts';

/** What a parser comes upon. Lines are counted from 0. Source: libyaml yaml_event_t. */
export type Event = { line: number } & (
  | { type: 'document start' | 'document end' | 'stream end' | 'sequence end' | 'mapping end' }
  | { type: 'alias'; name: string }
  | { type: 'scalar'; anchor: string; tag: string; text: string; implicit: boolean }
  | { type: 'sequence start' | 'mapping start'; anchor: string; tag: string }
);

type State = () => Event;

const TAG_HANDLES: [string, string][] = [
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
];

/** Puts the tokens of a text together. Source: libyaml's parser, in its Go translation. */
export class Parser {
  readonly #scanner: Scanner;
  #state: State;
  readonly #states: State[] = [];
  readonly #marks: Mark[] = [];
  #tags = new Map<string, string>();

  constructor(bytes: Buffer) {
    this.#scanner = new Scanner(bytes);
    this.#state = () => {
      this.#take();
      return this.#documentStart(true);
    };
  }

  /** The next event. @throws YamlError */
  next(): Event {
    return this.#state();
  }

  #peek(): Token {
    return this.#scanner.peek();
  }

  #take(): Token {
    const token = this.#scanner.peek();
    this.#scanner.skip();
    return token;
  }

  #pop(): void {
    const state = this.#states.pop();
    if (state === undefined) throw new RangeError('no state to go back to');
    this.#state = state;
  }

  #documentStart(first: boolean): Event {
    let token = this.#peek();
    if (!first)
      while (token.type === 'document end') {
        this.#take();
        token = this.#peek();
      }
    if (token.type === 'stream end') {
      this.#state = () => ({ type: 'stream end', line: token.start.line });
      return this.#state();
    }
    const explicit = !first || ['version directive', 'tag directive', 'document start'].includes(token.type);
    this.#directives();
    if (!explicit) {
      this.#states.push(() => this.#documentEnd());
      this.#state = () => this.#node(true, false);
      return { type: 'document start', line: token.start.line };
    }
    const start = this.#peek();
    if (start.type !== 'document start') throw parserError('did not find expected <document start>', start.start);
    this.#take();
    this.#states.push(() => this.#documentEnd());
    this.#state = () => this.#documentContent();
    return { type: 'document start', line: token.start.line };
  }

  #directives(): void {
    let version = false;
    let token = this.#peek();
    for (; token.type === 'version directive' || token.type === 'tag directive'; token = this.#peek()) {
      if (token.type === 'tag directive') {
        if (this.#tags.has(token.handle)) throw parserError('found duplicate %TAG directive', token.start);
        this.#tags.set(token.handle, token.prefix);
      } else {
        if (version) throw parserError('found duplicate %YAML directive', token.start);
        if (token.major !== 1 || token.minor !== 1) throw parserError('found incompatible YAML document', token.start);
        version = true;
      }
      this.#take();
    }
    for (const [handle, prefix] of TAG_HANDLES) if (!this.#tags.has(handle)) this.#tags.set(handle, prefix);
  }

  #documentContent(): Event {
    const token = this.#peek();
    if (['version directive', 'tag directive', 'document start', 'document end', 'stream end'].includes(token.type)) {
      this.#pop();
      return empty(token.start);
    }
    return this.#node(true, false);
  }

  #documentEnd(): Event {
    const token = this.#peek();
    if (token.type === 'document end') this.#take();
    this.#tags = new Map();
    this.#state = () => this.#documentStart(false);
    return { type: 'document end', line: token.start.line };
  }

  /** @param indentless whether entries may stand at the indentation of the key */
  #node(block: boolean, indentless: boolean): Event {
    let token = this.#peek();
    if (token.type === 'alias') {
      this.#pop();
      this.#take();
      return { type: 'alias', name: token.name, line: token.start.line };
    }
    const { start } = token;
    let anchor: string | undefined;
    let tagToken: Extract<Token, { type: 'tag' }> | undefined;
    for (let count = 0; count < 2; count += 1) {
      if (token.type === 'anchor' && anchor === undefined) anchor = token.name;
      else if (token.type === 'tag' && tagToken === undefined) tagToken = token;
      else break;
      this.#take();
      token = this.#peek();
    }
    const tag = tagToken === undefined ? '' : this.#tagOf(tagToken, start);
    const properties = { anchor: anchor ?? '', tag, line: start.line };
    if (indentless && token.type === 'block entry') {
      this.#state = () => this.#indentlessEntry();
      return { type: 'sequence start', ...properties };
    }
    if (token.type === 'scalar') {
      this.#pop();
      this.#take();
      const implicit = (tag === '' && token.plain) || tag === '!';
      return { type: 'scalar', ...properties, text: token.text, implicit };
    }
    const collection = this.#collection(token, block);
    if (collection !== undefined) return { type: collection, ...properties };
    if (anchor !== undefined || tag !== '') {
      this.#pop();
      return { type: 'scalar', ...properties, text: '', implicit: tag === '' };
    }
    throw parserError('did not find expected node content', token.start, start);
  }

  #tagOf({ handle, suffix, start }: Extract<Token, { type: 'tag' }>, context: Mark): string {
    if (handle === '') return suffix;
    const prefix = this.#tags.get(handle);
    const tag = prefix === undefined ? '' : prefix + suffix;
    if (tag === '') throw parserError('found undefined tag handle', start, context);
    return tag;
  }

  #collection(token: Token, block: boolean): 'sequence start' | 'mapping start' | undefined {
    if (token.type === 'flow sequence start') {
      this.#state = () => this.#flowEntry(true);
      return 'sequence start';
    }
    if (token.type === 'flow mapping start') {
      this.#state = () => this.#flowKey(true);
      return 'mapping start';
    }
    if (block && token.type === 'block sequence start') {
      this.#state = () => this.#blockEntry(true);
      return 'sequence start';
    }
    if (!block || token.type !== 'block mapping start') return undefined;
    this.#state = () => this.#blockKey(true);
    return 'mapping start';
  }

  /** Reads a node, and goes on with a state. */
  #nodeThen(state: State, block: boolean, indentless: boolean): Event {
    this.#states.push(state);
    return this.#node(block, indentless);
  }

  #emptyThen(state: State, at: Mark): Event {
    this.#state = state;
    return empty(at);
  }

  #open(): void {
    this.#marks.push(this.#take().start);
  }

  #close(type: 'sequence end' | 'mapping end'): Event {
    this.#pop();
    this.#marks.pop();
    return { type, line: this.#take().start.line };
  }

  #blockEntry(first: boolean): Event {
    if (first) this.#open();
    const token = this.#peek();
    if (token.type === 'block end') return this.#close('sequence end');
    if (token.type !== 'block entry')
      throw parserError("did not find expected '-' indicator", token.start, this.#marks.at(-1));
    this.#take();
    const then: State = () => this.#blockEntry(false);
    if (['block entry', 'block end'].includes(this.#peek().type)) return this.#emptyThen(then, token.end);
    return this.#nodeThen(then, true, false);
  }

  #indentlessEntry(): Event {
    const token = this.#peek();
    if (token.type !== 'block entry') {
      this.#pop();
      return { type: 'sequence end', line: token.start.line };
    }
    this.#take();
    const then: State = () => this.#indentlessEntry();
    if (['block entry', 'key', 'value', 'block end'].includes(this.#peek().type))
      return this.#emptyThen(then, token.end);
    return this.#nodeThen(then, true, false);
  }

  #blockKey(first: boolean): Event {
    if (first) this.#open();
    const token = this.#peek();
    if (token.type === 'block end') return this.#close('mapping end');
    if (token.type !== 'key') throw parserError('did not find expected key', token.start, this.#marks.at(-1));
    this.#take();
    const then: State = () => this.#blockValue();
    if (['key', 'value', 'block end'].includes(this.#peek().type)) return this.#emptyThen(then, token.end);
    return this.#nodeThen(then, true, true);
  }

  #blockValue(): Event {
    const token = this.#peek();
    const then: State = () => this.#blockKey(false);
    if (token.type !== 'value') return this.#emptyThen(then, token.start);
    this.#take();
    if (['key', 'value', 'block end'].includes(this.#peek().type)) return this.#emptyThen(then, token.end);
    return this.#nodeThen(then, true, true);
  }

  #flowEntry(first: boolean): Event {
    if (first) this.#open();
    let token = this.#peek();
    if (token.type !== 'flow sequence end' && !first) {
      if (token.type !== 'flow entry')
        throw parserError("did not find expected ',' or ']'", token.start, this.#marks.at(-1));
      this.#take();
      token = this.#peek();
    }
    if (token.type === 'flow sequence end') return this.#close('sequence end');
    if (token.type !== 'key') return this.#nodeThen(() => this.#flowEntry(false), false, false);
    this.#take();
    this.#state = () => this.#pairKey();
    return { type: 'mapping start', anchor: '', tag: '', line: token.start.line };
  }

  /** A mapping of one pair, as an element of a flow sequence. */
  #pairKey(): Event {
    const token = this.#peek();
    const then: State = () => this.#pairValue();
    if (!['value', 'flow entry', 'flow sequence end'].includes(token.type)) return this.#nodeThen(then, false, false);
    this.#take();
    return this.#emptyThen(then, token.end);
  }

  #pairValue(): Event {
    let token = this.#peek();
    const then: State = () => this.#pairEnd();
    if (token.type === 'value') {
      this.#take();
      token = this.#peek();
      if (token.type !== 'flow entry' && token.type !== 'flow sequence end') return this.#nodeThen(then, false, false);
    }
    return this.#emptyThen(then, token.start);
  }

  #pairEnd(): Event {
    this.#state = () => this.#flowEntry(false);
    return { type: 'mapping end', line: this.#peek().start.line };
  }

  #flowKey(first: boolean): Event {
    if (first) this.#open();
    let token = this.#peek();
    if (token.type !== 'flow mapping end' && !first) {
      if (token.type !== 'flow entry')
        throw parserError("did not find expected ',' or '}'", token.start, this.#marks.at(-1));
      this.#take();
      token = this.#peek();
    }
    if (token.type === 'flow mapping end') return this.#close('mapping end');
    if (token.type !== 'key') return this.#nodeThen(() => this.#flowEmptyValue(), false, false);
    this.#take();
    token = this.#peek();
    const then: State = () => this.#flowValue();
    if (['value', 'flow entry', 'flow mapping end'].includes(token.type)) return this.#emptyThen(then, token.start);
    return this.#nodeThen(then, false, false);
  }

  #flowEmptyValue(): Event {
    return this.#emptyThen(() => this.#flowKey(false), this.#peek().start);
  }

  #flowValue(): Event {
    let token = this.#peek();
    const then: State = () => this.#flowKey(false);
    if (token.type === 'value') {
      this.#take();
      token = this.#peek();
      if (token.type !== 'flow entry' && token.type !== 'flow mapping end') return this.#nodeThen(then, false, false);
    }
    return this.#emptyThen(then, token.start);
  }
}

function empty({ line }: Mark): Event {
  return { type: 'scalar', anchor: '', tag: '', text: '', implicit: true, line };
}
