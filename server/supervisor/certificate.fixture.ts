import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';

/** A certificate that is signed with its own key, so that it is its own authority too. */
export interface TestCertificate {
  /** PEM. */
  cert: string;
  /** PEM. */
  key: string;
}

interface Wishes {
  /** Host names and IPv4 addresses; default localhost and 127.0.0.1. */
  names?: string[];
  from?: Date;
  to?: Date;
}

const HOUR_MS = 3600_000;

/** Makes a certificate, ECDSA on P-256. Tests need one without openssl. Source: RFC 5280, RFC 5480, X.690. */
export function makeCertificate(wishes: Wishes = {}): TestCertificate {
  const { names = ['localhost', '127.0.0.1'] } = wishes;
  const from = wishes.from ?? new Date(Date.now() - HOUR_MS);
  const to = wishes.to ?? new Date(Date.now() + 365 * 24 * HOUR_MS);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
  const name = sequence(set(sequence(oid(2, 5, 4, 3), text(0x0c, 'Switchyard test'))));
  const body = sequence(
    tagged(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(text(0x17, utcTime(from)), text(0x17, utcTime(to))),
    name,
    spki(publicKey),
    tagged(0xa3, sequence(authority(), alternativeNames(names))),
  );
  const cert = sequence(
    body,
    algorithm,
    der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)])),
  );
  return {
    cert: pem('CERTIFICATE', cert),
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

/** Makes a certificate and writes it; the settings that name it. */
export function writeCertificate(
  folder: string,
  wishes: Wishes = {},
): { SWITCHYARD_TLS_CERT: string; SWITCHYARD_TLS_KEY: string } {
  const { cert, key } = makeCertificate(wishes);
  const files = {
    SWITCHYARD_TLS_CERT: path.join(folder, 'console.crt'),
    SWITCHYARD_TLS_KEY: path.join(folder, 'console.key'),
  };
  writeFileSync(files.SWITCHYARD_TLS_CERT, cert);
  writeFileSync(files.SWITCHYARD_TLS_KEY, key, { mode: 0o600 });
  return files;
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

const tagged = (tag: number, ...parts: Buffer[]): Buffer => der(tag, Buffer.concat(parts));
const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, ...parts);
const set = (...parts: Buffer[]): Buffer => tagged(0x31, ...parts);
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value));

function oid(first: number, second: number, ...rest: number[]): Buffer {
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

function utcTime(date: Date): string {
  return `${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`;
}

function spki(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' });
}

/** basicConstraints, critical: it may sign itself. */
function authority(): Buffer {
  const yes = der(0x01, Buffer.from([0xff]));
  return sequence(oid(2, 5, 29, 19), yes, der(0x04, sequence(yes)));
}

function alternativeNames(names: readonly string[]): Buffer {
  const parts = names.map((name) =>
    isIP(name) === 4 ? der(0x87, Buffer.from(name.split('.').map(Number))) : text(0x82, name),
  );
  return sequence(oid(2, 5, 29, 17), der(0x04, sequence(...parts)));
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
