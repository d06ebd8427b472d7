import type { ListenerState } from './state.ts';

interface Failure {
  reason: 'RefNotPermitted' | 'InvalidCertificateRef';
  message: string;
}

/**
 * Judges `tls` of a listener. Secrets are not kept by this product, so that every reference to one leads nowhere, as in a cluster that
 * has none. Source: gateway-api sections 1.4 and 3.4.
 * @returns whether it can be used
 */
export function judgeTls(listener: ListenerState): boolean {
  const { protocol, tls } = listener.spec;
  const refuse = (message: string): false => {
    listener.conditions.set('Programmed', 'False', 'Invalid', message);
    return false;
  };
  if (protocol !== 'HTTPS' && protocol !== 'TLS') return true;
  if (tls === undefined) return refuse(`Listener must have TLS set when protocol is ${protocol}.`);
  const refs = tls.certificateRefs ?? [];
  if (tls.mode === 'Passthrough') {
    if (protocol === 'HTTPS') {
      const message = `TLS ${tls.mode} mode is not supported, TLS mode must be Terminate.`;
      listener.conditions.set('Programmed', 'False', 'UnsupportedTLSMode', message);
      return false;
    }
    return refs.length === 0 || refuse('Listener must not have TLS certificate refs set for TLS mode Passthrough.');
  }
  if (refs.length === 0) {
    return refuse(
      protocol === 'HTTPS'
        ? 'Listener must have at least 1 TLS certificate ref'
        : 'Listener must have TLS certificate refs set for TLS mode Terminate.',
    );
  }
  const failures = refs.map((_ref, index) => judgeCertificate(listener, index));
  // the other reason says more than that something is not permitted
  const reason = failures.every((failure) => failure.reason === 'RefNotPermitted')
    ? 'RefNotPermitted'
    : 'InvalidCertificateRef';
  const message = failures.map((failure) => failure.message).join('\n');
  listener.conditions.set('ResolvedRefs', 'False', reason, `No valid secrets exist: ${message}`);
  return false;
}

function judgeCertificate({ spec, gateway }: ListenerState, index: number): Failure {
  const { group = '', kind = 'Secret', namespace, name = '' } = spec.tls?.certificateRefs?.[index] ?? {};
  const invalid = (text: string): Failure => ({
    reason: 'InvalidCertificateRef',
    message: `certificate refs ${index}: ${text}`,
  });
  if (group !== '') return invalid(`Listener's TLS certificate ref group must be unspecified/empty.`);
  if (kind !== 'Secret') return invalid(`Listener's TLS certificate ref kind must be Secret.`);
  const target = namespace === undefined || namespace === '' ? gateway.namespace : namespace;
  // grants are looked for once there is a Secret
  if (target !== gateway.namespace) {
    return {
      reason: 'RefNotPermitted',
      message: `certificate refs ${index}: Certificate ref to secret ${target}/${name} not permitted by any ReferenceGrant.`,
    };
  }
  return invalid(`Secret ${target}/${name} does not exist.`);
}
