import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';

/** What the environment says, checked. Every part has a default. */
export interface Settings {
  /** Port of console and API; 0 takes a free one. */
  port: number;
  /** Address that the console listens on. */
  host: string;
  /** Other names that a request's Host may have, lower case. */
  allowedHosts: string[];
  /** Data folder, absolute. */
  data: string;
  /** Database file, absolute. */
  database: string;
  /** As given, for the proxy: a number or `auto`. */
  workers: string;
  /** CIDR of gateway addresses. */
  pool: string;
  /** Pages are compiled on demand. */
  dev: boolean;
  version: string;
}

/** A setting that cannot be used; the message names it and says what to do. */
export class SettingsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Root of the project. */
export const projectRoot = path.resolve(import.meta.dirname, '../..');

/** True for names and addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return 7080;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535)
    throw new SettingsError(`PORT is "${text}": it must be a number from 0 to 65535.`);
  return port;
}

function readHost(environment: Environment): string {
  const host = (environment.SWITCHYARD_HOST ?? '').replace(/^\[(.*)\]$/, '$1') || '127.0.0.1';
  if (isLoopback(host)) return host;
  throw new SettingsError(
    `SWITCHYARD_HOST is "${host}": a console that other machines can reach needs a login and TLS, which this release does not have. ` +
      'Use a loopback address such as 127.0.0.1, with an SSH tunnel for other machines.',
  );
}

function readWorkers(text: string | undefined): string {
  if (text === undefined || text === '') return '1';
  if (text === 'auto' || /^[1-9]\d?$/.test(text)) return text;
  throw new SettingsError(`SWITCHYARD_WORKERS is "${text}": it must be a number from 1 to 99, or auto.`);
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
  const manifest: unknown = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  return {
    port: readPort(environment.PORT),
    host: readHost(environment),
    allowedHosts: (environment.SWITCHYARD_ALLOWED_HOSTS ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
    data,
    database: readDatabase(environment.DATABASE_URL, data),
    workers: readWorkers(environment.SWITCHYARD_WORKERS),
    pool: readPool(environment.SWITCHYARD_GATEWAY_POOL),
    dev: environment.SWITCHYARD_DEV === '1',
    version: (manifest as { version: string }).version,
  };
}
