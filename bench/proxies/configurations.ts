/** What peers are configured with: plain reverse proxying, round robin over four backends, connections kept on both sides, no access log. */

/** Addresses of the four backends. */
export const BACKENDS = ['127.0.2.1', '127.0.2.2', '127.0.2.3', '127.0.2.4'].map((address) => ({
  address,
  port: 9_000,
}));

const ANSWER = '0123456789'.repeat(10);

const HEAD = (folder: string, name: string): string => `worker_processes 1;
error_log stderr crit;
pid ${folder}/${name}.pid;
daemon off;
events { worker_connections 8192; }
`;

const PATHS = (folder: string, name: string): string =>
  ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `  ${kind}_temp_path ${folder}/${name}-${kind};`)
    .join('\n');

const addresses = BACKENDS.map(({ address, port }) => `${address}:${port}`);

/** nginx as the backends: answers of 100 bytes. */
export function backendConfiguration(folder: string): string {
  return `${HEAD(folder, 'backend')}http {
${PATHS(folder, 'backend')}
  access_log off;
  keepalive_requests 100000000;
  keepalive_timeout 300s;
  server_tokens off;
  default_type text/plain;
  server {
${addresses.map((address) => `    listen ${address};`).join('\n')}
    location / { return 200 "${ANSWER}"; }
  }
}
`;
}

/** nginx as a proxy on 127.0.0.1. */
export function nginxConfiguration(folder: string, port: number): string {
  return `${HEAD(folder, 'nginx')}http {
${PATHS(folder, 'nginx')}
  access_log off;
  keepalive_requests 100000000;
  keepalive_timeout 300s;
  upstream backends {
${addresses.map((address) => `    server ${address} max_fails=0;`).join('\n')}
    keepalive 4096;
    keepalive_requests 100000000;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://backends;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }
}
`;
}

/** HAProxy on 127.0.0.1. */
export function haproxyConfiguration(port: number): string {
  return `global
  nbthread 1
  maxconn 8192
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option http-keep-alive
  option forwardfor
  http-reuse always
frontend front
  bind 127.0.0.1:${port}
  default_backend backends
backend backends
  balance roundrobin
${addresses.map((address, index) => `  server b${index} ${address}`).join('\n')}
`;
}

/** Envoy on 127.0.0.1. */
export function envoyConfiguration(port: number): object {
  const socket = (address: string, value: number): object => ({ socket_address: { address, port_value: value } });
  const types = 'type.googleapis.com/envoy.extensions.filters';
  const manager = {
    '@type': `${types}.network.http_connection_manager.v3.HttpConnectionManager`,
    stat_prefix: 'front',
    generate_request_id: false,
    use_remote_address: true,
    route_config: {
      virtual_hosts: [
        { name: 'all', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster: 'backends' } }] },
      ],
    },
    http_filters: [{ name: 'envoy.filters.http.router', typed_config: { '@type': `${types}.http.router.v3.Router` } }],
  };
  return {
    static_resources: {
      listeners: [
        {
          name: 'front',
          address: socket('127.0.0.1', port),
          filter_chains: [
            { filters: [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }] },
          ],
        },
      ],
      clusters: [
        {
          name: 'backends',
          type: 'STATIC',
          lb_policy: 'ROUND_ROBIN',
          load_assignment: {
            cluster_name: 'backends',
            endpoints: [
              {
                lb_endpoints: BACKENDS.map(({ address, port: number }) => ({
                  endpoint: { address: socket(address, number) },
                })),
              },
            ],
          },
        },
      ],
    },
  };
}
