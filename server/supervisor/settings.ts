import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { canonicalHost, isAnyAddress, isLoopback } from './addresses.ts';
import { type Environment, SettingsError } from './settings-error.ts';
import { type TlsFiles, readTls } from './tls-files.ts';
import { readToken } from './token.ts';

/** What the environment says, checked. Every part has a default. */
export interface Settings {
  /** Port of console and API; 0 takes a free one. */
  port: number;
  /** Address that the console listens on. */
  host: string;
  /** Other names that a request's Host may have, lower case. */
  allowedHosts: string[];
  /** Token that requests must bring; null when none is asked for. */
  token: string | null;
  /** Certificate and key of the console; null: plain HTTP. */
  tls: TlsFiles | null;
  /** Data folder, absolute. */
  data: string;
  /** Database file, absolute. */
  database: string;
  /** As given, for the proxy: a number or `auto`. */
  workers: string;
  /** How the proxy reads and writes: `auto`, `node` or `handles`. */
  transport: string;
  /** File of the proxy's access log, absolute; '' without a log. */
  accessLog: string;
  /** CIDR of gateway addresses. */
  pool: string;
  /** Seconds after which a process that does not answer counts as hung; 0: never. */
  watchdog: number;
  /** Pages are compiled on demand. */
  dev: boolean;
  version: string;
}

/** Root of the project. */
export const projectRoot = path.resolve(import.meta.dirname, '../..');

/**
 * Where Node keeps what it compiled of our modules and of Next, so that processes start in half the time (NODE_COMPILE_CACHE). Where the
 * folder cannot be written, Node goes without.
 */
export const compileCache = path.join(projectRoot, 'node_modules/.cache/switchyard');

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return 7080;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535)
    throw new SettingsError(`PORT is "${text}": it must be a number from 0 to 65535.`);
  return port;
}

function readHost(environment: Environment): string {
  return canonicalHost(environment.SWITCHYARD_HOST ?? '') || '127.0.0.1';
}

/** @throws SettingsError when other machines could use the console without a token, or read along */
function checkReach(host: string, token: string | null, tls: TlsFiles | null): void {
  if (isLoopback(host)) return;
  const missing = [
    ...(token === null ? ['SWITCHYARD_TOKEN (or SWITCHYARD_TOKEN_FILE)'] : []),
    ...(tls === null ? ['SWITCHYARD_TLS_CERT and SWITCHYARD_TLS_KEY'] : []),
  ];
  if (missing.length === 0) return;
  throw new SettingsError(
    `SWITCHYARD_HOST is "${host}", where other machines can reach the console, so that it needs a token and TLS. ` +
      `Missing: ${missing.join('; ')}. Set ${missing.length > 1 ? 'them' : 'it'} (docs/access.md says how), with the names under which the ` +
      'console is reached in SWITCHYARD_ALLOWED_HOSTS; or use a loopback address such as 127.0.0.1, with an SSH tunnel for other machines.',
  );
}

/** Names that a request's Host may have besides those of loopback: those that were given, and the address listened on. */
function readAllowedHosts(text: string | undefined, host: string): string[] {
  const names = (text ?? '')
    .split(',')
    .map((name) => canonicalHost(name.trim()))
    .filter((name) => name !== '');
  for (const name of names) {
    if (isIP(name) === 0 && !/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/.test(name))
      throw new SettingsError(
        `SWITCHYARD_ALLOWED_HOSTS has "${name}": it must be host names or addresses, without scheme, port and path.`,
      );
  }
  const own = isLoopback(host) || isAnyAddress(host) ? [] : [host];
  return [...new Set([...names, ...own])];
}

function readWorkers(text: string | undefined): string {
  if (text === undefined || text === '') return '1';
  if (text === 'auto' || /^[1-9]\d?$/.test(text)) return text;
  throw new SettingsError(`SWITCHYARD_WORKERS is "${text}": it must be a number from 1 to 99, or auto.`);
}

function readTransport(text: string | undefined): string {
  if (text === undefined || text === '') return 'auto';
  if (['auto', 'node', 'handles'].includes(text)) return text;
  throw new SettingsError(`SWITCHYARD_TRANSPORT is "${text}": it must be auto, node or handles.`);
}

function readAccessLog(text: string | undefined): string {
  if (text === undefined || text === '') return '';
  const file = path.resolve(projectRoot, text);
  const folder = path.dirname(file);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new SettingsError(`SWITCHYARD_ACCESS_LOG is "${text}": the folder ${folder} does not exist.`);
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new SettingsError(`SWITCHYARD_ACCESS_LOG is "${text}": it must be a file, and is a folder.`);
  return file;
}

function readWatchdog(text: string | undefined): number {
  if (text === undefined || text === '') return 30;
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new SettingsError(`SWITCHYARD_WATCHDOG is "${text}": it must be a number of seconds, or 0 for never.`);
}

function readPool(text: string | undefined): string {
  if (text === undefined || text === '') return '127.77.0.0/16';
  const [address = '', bits = ''] = text.split('/');
  if (isIP(address) === 4 && /^\d+$/.test(bits) && Number(bits) >= 8 && Number(bits) <= 32) return text;
  throw new SettingsError(`SWITCHYARD_GATEWAY_POOL is "${text}": it must be an IPv4 range such as 127.77.0.0/16.`);
}

function readDatabase(url: string | undefined, data: string): string {
  if (url === undefined || url === '') return path.join(data, 'switchyard.db');
  if (!url.startsWith('file:')) {
    throw new SettingsError(
      `DATABASE_URL is "${url.split(':')[0]}:...": this release stores in SQLite, so it must be file:PATH.`,
    );
  }
  return path.resolve(projectRoot, url.slice('file:'.length).replace(/^\/\/(?=\/)/, ''));
}

/** Reads the settings. @throws SettingsError */
export function readSettings(environment: Environment): Settings {
  const data = path.resolve(projectRoot, environment.SWITCHYARD_DATA || '.switchyard');
  const host = readHost(environment);
  const token = readToken(environment, projectRoot);
  const tls = readTls(environment, projectRoot);
  checkReach(host, token, tls);
  const manifest: unknown = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  return {
    port: readPort(environment.PORT),
    host,
    allowedHosts: readAllowedHosts(environment.SWITCHYARD_ALLOWED_HOSTS, host),
    token,
    tls,
    data,
    database: readDatabase(environment.DATABASE_URL, data),
    workers: readWorkers(environment.SWITCHYARD_WORKERS),
    transport: readTransport(environment.SWITCHYARD_TRANSPORT),
    accessLog: readAccessLog(environment.SWITCHYARD_ACCESS_LOG),
    pool: readPool(environment.SWITCHYARD_GATEWAY_POOL),
    watchdog: readWatchdog(environment.SWITCHYARD_WATCHDOG),
    dev: environment.SWITCHYARD_DEV === '1',
    version: (manifest as { version: string }).version,
  };
}
