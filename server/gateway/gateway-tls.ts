import type { GatewaySpec } from './shapes.ts';
import type { GatewayState, ListenerState } from './state.ts';

type GatewayTls = NonNullable<GatewaySpec['tls']>;
type ClientTls = NonNullable<NonNullable<GatewayTls['frontend']>['default']>;
type ClientCertificateRef = NonNullable<NonNullable<GatewayTls['backend']>['clientCertificateRef']>;

interface Problem {
  reason: string;
  message: string;
}

/**
 * What is wrong with the authorities that clients' certificates are checked by. ConfigMaps, Secrets and trust bundles are not kept by
 * this product, so that no reference to one leads anywhere.
 */
function authorityProblem({ validation }: ClientTls, namespace: string): Problem | undefined {
  if (validation === undefined) return undefined;
  for (const { group, kind, name, namespace: target = namespace } of validation.caCertificateRefs) {
    if (target !== namespace) {
      const message = `cross-namespace reference is not permitted by any ReferenceGrant for caCertificateRef ${group}/${name} (kind: ${kind}, namespace: ${target})`;
      return { reason: 'RefNotPermitted', message };
    }
    const place = `${name} not found in namespace ${target}`;
    if (kind === 'ConfigMap') return { reason: 'InvalidCACertificateRef', message: `configmap ${place}` };
    if (kind === 'Secret') return { reason: 'InvalidCACertificateRef', message: `secret ${place}` };
    if (kind === 'ClusterTrustBundle') {
      return { reason: 'InvalidCACertificateRef', message: `cluster trust bundle ${name} not found` };
    }
  }
  return {
    reason: 'InvalidCACertificateKind',
    message:
      'Unsupported reference kind, supported kinds are ConfigMap, Secret, and ClusterTrustBundle in caCertificateRefs',
  };
}

function certificateProblem({ group = '', kind = 'Secret', ...ref }: ClientCertificateRef, namespace: string): Problem {
  const invalid = (message: string): Problem => ({ reason: 'InvalidClientCertificateRef', message });
  const start = 'Invalid backend client certificate reference for gateway: invalid client certificate reference';
  if (kind !== 'Secret') return invalid(`${start} kind: ${kind}`);
  if (group !== '') return invalid(`${start} group: ${group}`);
  if ((ref.namespace ?? namespace) !== namespace) {
    const message = 'invalid cross-namespace reference to backend client certificate';
    return { reason: 'RefNotPermitted', message };
  }
  return invalid('failed to get backend client certs for gateway');
}

/** Sets ResolvedRefs of a Gateway whose `tls` names objects. Source: gateway-api sections 2.11 and 3.3. */
export function judgeGatewayTls({ object, namespace, conditions }: GatewayState): void {
  const { tls } = object.spec;
  if (tls === undefined) return;
  const { frontend, backend } = tls;
  const refuse = ({ reason, message }: Problem): void => conditions.set('ResolvedRefs', 'False', reason, message);
  // the last problem is the one that is told
  const common = frontend === undefined ? undefined : authorityProblem(frontend.default, namespace);
  if (common !== undefined) {
    const message = `Failed to get default frontend CA certs for gateway: ${common.message}`;
    refuse({ reason: 'InvalidParameters', message });
  }
  for (const { tls: ofPort } of frontend?.perPort ?? []) {
    const problem = authorityProblem(ofPort, namespace);
    if (problem === undefined) continue;
    const message = `Failed to get frontend CA certs for gateway: ${problem.message}`;
    refuse({ reason: 'InvalidParameters', message });
  }
  const certificate = backend?.clientCertificateRef;
  if (certificate !== undefined) refuse(certificateProblem(certificate, namespace));
  if (conditions.get('ResolvedRefs') === undefined) {
    const message = 'Successfully resolved all TLS references for the gateway';
    conditions.set('ResolvedRefs', 'True', 'ResolvedRefs', message);
  }
}

/** Whether clients' certificates can be checked as the Gateway asks for on an HTTPS listener; says so on the listener when not. */
export function judgeClientTls({ gateway, spec, conditions }: ListenerState): boolean {
  const frontend = gateway.object.spec.tls?.frontend;
  if (spec.protocol !== 'HTTPS' || frontend === undefined) return true;
  const { tls } = (frontend.perPort ?? []).find(({ port }) => port === spec.port) ?? { tls: frontend.default };
  const problem = authorityProblem(tls, gateway.namespace);
  if (problem === undefined) return true;
  const { reason } = problem;
  const message = `Listener has invalid caCertificateRef for frontend TLS validation: ${problem.message}`;
  conditions.set('ResolvedRefs', 'False', reason, message);
  conditions.set('Programmed', 'False', reason, message);
  conditions.set('Accepted', 'False', 'NoValidCACertificate', message);
  return false;
}
