import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { type Environment, SettingsError } from './settings-error.ts';

const SOON_MS = 14 * 24 * 3600 * 1000;

/** Where a certificate chain and its key are, absolute. */
export interface TlsPaths {
  cert: string;
  key: string;
}

/** A certificate chain and its key that were read and fit each other. */
export interface TlsFiles {
  paths: TlsPaths;
  /** PEM. */
  cert: string;
  /** PEM. */
  key: string;
}

/**
 * Reads `SWITCHYARD_TLS_CERT` and `SWITCHYARD_TLS_KEY`.
 * @param root what a relative path is relative to
 * @returns null when neither is set
 * @throws SettingsError when only one is set, or as `loadTls`
 */
export function readTls(environment: Environment, root: string): TlsFiles | null {
  const cert = environment.SWITCHYARD_TLS_CERT ?? '';
  const key = environment.SWITCHYARD_TLS_KEY ?? '';
  if (cert === '' && key === '') return null;
  if (cert === '')
    throw new SettingsError(
      'SWITCHYARD_TLS_KEY is set without SWITCHYARD_TLS_CERT, the certificate that it belongs to.',
    );
  if (key === '')
    throw new SettingsError(
      'SWITCHYARD_TLS_CERT is set without SWITCHYARD_TLS_KEY, the private key of the certificate.',
    );
  return loadTls({ cert: path.resolve(root, cert), key: path.resolve(root, key) });
}

/**
 * Reads a certificate chain (own certificate first) and its key, and checks that they can be used now.
 * @throws SettingsError that names the file and says what to do
 */
export function loadTls(paths: TlsPaths): TlsFiles {
  const cert = read(paths.cert, 'SWITCHYARD_TLS_CERT');
  const key = read(paths.key, 'SWITCHYARD_TLS_KEY');
  const own = parseCertificate(cert, paths.cert);
  if (!own.checkPrivateKey(parseKey(key, paths.key)))
    throw new SettingsError(
      `The private key in ${paths.key} (SWITCHYARD_TLS_KEY) is not that of the first certificate in ${paths.cert} (SWITCHYARD_TLS_CERT). ` +
        'Give the pair that was issued together, with the own certificate before those of its authorities.',
    );
  const now = Date.now();
  if (own.validToDate.getTime() <= now)
    throw new SettingsError(
      `The certificate in ${paths.cert} (SWITCHYARD_TLS_CERT) expired on ${day(own.validToDate)}. Renew it and start again.`,
    );
  if (own.validFromDate.getTime() > now)
    throw new SettingsError(
      `The certificate in ${paths.cert} (SWITCHYARD_TLS_CERT) is valid from ${own.validFromDate.toISOString()} only. ` +
        'Check the clock of this machine, or give one that is valid now.',
    );
  try {
    createSecureContext({ cert, key, minVersion: 'TLSv1.2' });
  } catch (error) {
    throw new SettingsError(
      `TLS cannot use the certificate in ${paths.cert} (SWITCHYARD_TLS_CERT): ${(error as Error).message}.`,
    );
  }
  return { paths, cert, key };
}

/**
 * What an operator should know about a usable certificate: that it expires within 14 days, and which names it does not hold.
 * @param names hosts under which the console is reached
 */
export function tlsNotes({ paths, cert }: TlsFiles, names: readonly string[]): string[] {
  const own = new X509Certificate(cert);
  const notes: string[] = [];
  const left = own.validToDate.getTime() - Date.now();
  if (left < SOON_MS)
    notes.push(
      `The certificate in ${paths.cert} expires on ${day(own.validToDate)}. A new one in its place is taken without a restart.`,
    );
  const missing = names.filter((name) => (isIP(name) === 0 ? own.checkHost(name) : own.checkIP(name)) === undefined);
  if (missing.length > 0)
    notes.push(
      `The certificate in ${paths.cert} does not name ${missing.join(', ')}: clients will not trust it there.`,
    );
  return notes;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function read(file: string, setting: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'EACCES'
          ? 'may not be read by the user that Switchyard runs as'
          : `cannot be read: ${code ?? message}`;
    throw new SettingsError(`${setting} is ${file}, which ${why}.`);
  }
}

function parseCertificate(pem: string, file: string): X509Certificate {
  try {
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return new X509Certificate(pem);
  } catch {
    // what stands there is no certificate
  }
  throw new SettingsError(
    `${file} (SWITCHYARD_TLS_CERT) does not hold a certificate in PEM form ("-----BEGIN CERTIFICATE-----").`,
  );
}

function parseKey(pem: string, file: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(pem);
  } catch {
    if (/ENCRYPTED/.test(pem))
      throw new SettingsError(
        `The private key in ${file} (SWITCHYARD_TLS_KEY) is encrypted, and nobody is there to type its passphrase. ` +
          `Write it without one: openssl pkey -in ${file} -out plain.key`,
      );
    throw new SettingsError(
      `${file} (SWITCHYARD_TLS_KEY) does not hold a private key in PEM form ("-----BEGIN PRIVATE KEY-----").`,
    );
  }
}
