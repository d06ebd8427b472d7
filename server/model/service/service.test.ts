import { describe, expect, it } from 'vitest';
import { admit } from '../admission.ts';
import { parseDocuments } from '../documents.ts';
import type { KubeObject } from '../object.ts';
import { service } from './kind.ts';

function serviceOf(spec: unknown): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'backend', namespace: 'default' }, spec };
}

/** The spec after admission. */
function admitted(spec: unknown): unknown {
  const admission = admit(service, serviceOf(spec), { operation: 'create', fieldValidation: 'Strict' });
  return admission.accepted ? admission.object.spec : admission.status;
}

/** `FIELD: MESSAGE` of everything that is wrong. */
function complaints(spec: unknown): string[] {
  const admission = admit(service, serviceOf(spec), { operation: 'create' });
  if (admission.accepted) return [];
  return (admission.status.details?.causes ?? []).map(({ field, message }) => `${field}: ${message}`);
}

const port = { port: 80 };
const range = 'must be between 1 and 65535, inclusive';

describe('Service', () => {
  it('gets the defaults of the API server, but no address', () => {
    expect(admitted({ ports: [port, { port: 81, name: 'b', targetPort: 'web' }].slice(0, 1) })).toEqual({
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      type: 'ClusterIP',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    });
    expect(admitted({ type: 'LoadBalancer', ports: [port], sessionAffinity: 'ClientIP' })).toMatchObject({
      externalTrafficPolicy: 'Cluster',
      allocateLoadBalancerNodePorts: true,
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } },
    });
  });

  it('keeps addresses as they are written', () => {
    const spec = { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], ports: [port] };
    expect(admitted(spec)).toMatchObject({ clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'] });
    expect(complaints({ clusterIP: 'None' })).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['no spec', undefined, ['spec.ports: Required value']],
    ['no ports', { ports: [] }, ['spec.ports: Required value']],
    [
      'a port of 0',
      { ports: [{ port: 0 }] },
      [`spec.ports[0].port: Invalid value: 0: ${range}`, `spec.ports[0].targetPort: Invalid value: 0: ${range}`],
    ],
    [
      'a port too large',
      { ports: [{ port: 65536, targetPort: 1 }] },
      [`spec.ports[0].port: Invalid value: 65536: ${range}`],
    ],
    [
      'two ports without names',
      { ports: [port, { port: 81 }] },
      ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'],
    ],
    [
      'a name that comes twice',
      {
        ports: [
          { ...port, name: 'a' },
          { port: 81, name: 'a' },
        ],
      },
      ['spec.ports[1].name: Duplicate value: "a"'],
    ],
    [
      'a port that comes twice',
      {
        ports: [
          { ...port, name: 'a' },
          { ...port, name: 'b' },
        ],
      },
      [
        'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
      ],
    ],
    [
      'an unknown protocol',
      { ports: [{ port: 80, protocol: 'HTTP' }] },
      ['spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"'],
    ],
    [
      'an unknown type',
      { ports: [port], type: 'Ingress' },
      [
        'spec.type: Unsupported value: "Ingress": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
      ],
    ],
    [
      'an unknown affinity',
      { ports: [port], sessionAffinity: 'Cookie' },
      ['spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"'],
    ],
    [
      'a node port of a ClusterIP',
      { ports: [{ ...port, nodePort: 30000 }] },
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    ['an ExternalName without name', { type: 'ExternalName' }, ['spec.externalName: Required value']],
    [
      'an external address that is none',
      { ports: [port], externalIPs: ['a'] },
      ['spec.externalIPs[0]: Invalid value: "a": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
    ],
    [
      'a headless NodePort',
      { ports: [port], type: 'NodePort', clusterIP: 'None' },
      ['spec.clusterIPs[0]: Invalid value: "None": may not be set to \'None\' for NodePort services'],
    ],
    [
      'an affinity without end',
      { ports: [port], sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 90000 } } },
      [
        'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 90000: must be greater than 0 and less than 86400',
      ],
    ],
    [
      'a target port without letters',
      { ports: [{ ...port, targetPort: '80' }] },
      ['spec.ports[0].targetPort: Invalid value: "80": must contain at least one letter (a-z)'],
    ],
    [
      'a class of a ClusterIP',
      { ports: [port], loadBalancerClass: 'a' },
      ["spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"],
    ],
    ['a traffic distribution', { ports: [port], trafficDistribution: 'PreferSameZone' }, []],
    [
      'a port without port',
      { ports: [{ name: 'http' }] },
      [`spec.ports[0].port: Invalid value: 0: ${range}`, `spec.ports[0].targetPort: Invalid value: 0: ${range}`],
    ],
  ])('is refused as by the API server: %s', (_title, spec, expected) => {
    expect(complaints(spec)).toEqual(expected);
  });

  it.each([
    [
      { ports: [{ port: '80' }], externalIPs: ['a'] },
      'string into Go struct field ServicePort.spec.ports.port of type int32',
    ],
    [{ ports: 'http' }, 'string into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort'],
    ['text', 'string into Go struct field Service.spec of type v1.ServiceSpec'],
    [{ ports: [{ port: 1.5 }] }, 'number 1.5 into Go struct field ServicePort.spec.ports.port of type int32'],
  ])('is not read where a field has the wrong type: %j', (spec, problem) => {
    expect(admit(service, serviceOf(spec), { operation: 'create' })).toMatchObject({
      status: {
        code: 400,
        message: `Service in version "v1" cannot be handled as a Service: json: cannot unmarshal ${problem}`,
      },
    });
  });

  it('wants a DNS label as its name, which may begin with a digit', () => {
    const numbered = { ...serviceOf({ ports: [port] }), metadata: { name: '1a', namespace: 'default' } };
    expect(admit(service, numbered, { operation: 'create' })).toMatchObject({ accepted: true });
    const dotted = { ...serviceOf({ ports: [port] }), metadata: { name: 'a.b', namespace: 'default' } };
    expect(admit(service, dotted, { operation: 'create' })).toMatchObject({ accepted: false, status: { code: 422 } });
  });

  it('keeps its status on update and takes none on creation', () => {
    const written = { ...serviceOf({ ports: [port] }), status: { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } } };
    expect(admit(service, written, { operation: 'create' })).toMatchObject({
      object: { status: { loadBalancer: {} } },
    });
    const spec = { ports: [port], type: 'LoadBalancer' };
    const update = admit(service, serviceOf(spec), { operation: 'update', old: { ...written, spec } });
    expect(update).toMatchObject({ object: { status: written.status } });
  });

  it('names what does not act', () => {
    const ports = [
      { port: 80, protocol: 'TCP', name: 'a' },
      { port: 53, protocol: 'UDP', name: 'b', appProtocol: 'dns', nodePort: 30053 },
    ];
    const spec = { type: 'NodePort', selector: { app: 'a' }, ports, sessionAffinity: 'ClientIP' };
    expect(service.notActing(serviceOf(spec)).map(({ path }) => path)).toEqual([
      'spec.selector',
      'spec.ports[1].protocol',
      'spec.ports[1].appProtocol',
      'spec.type',
      'spec.sessionAffinity',
    ]);
  });

  it('has an example that is accepted without warning and acts whole', () => {
    const [document] = parseDocuments(service.examples[0]?.yaml ?? '');
    const admission = admit(service, document?.value, { operation: 'create', fieldValidation: 'Strict' });
    expect(admission).toMatchObject({ accepted: true, warnings: [] });
    if (admission.accepted) expect(service.notActing(admission.object)).toEqual([]);
  });

  it('is shown as kubectl shows it', () => {
    const shown = (spec: unknown): unknown[] => {
      const admission = admit(service, serviceOf(spec), { operation: 'create' });
      return admission.accepted ? service.columns.map(({ value }) => value(admission.object)) : [];
    };
    expect(shown({ ports: [port] })).toEqual([
      'backend',
      'ClusterIP',
      '<none>',
      '<none>',
      '80/TCP',
      undefined,
      '<none>',
    ]);
    const ports = [
      { port: 80, name: 'a', nodePort: 30080 },
      { port: 53, name: 'b', protocol: 'UDP' },
    ];
    expect(shown({ type: 'LoadBalancer', ports, selector: { b: '2', a: '1' } })).toEqual([
      'backend',
      'LoadBalancer',
      '<none>',
      '<pending>',
      '80:30080/TCP,53/UDP',
      undefined,
      'a=1,b=2',
    ]);
  });
});
