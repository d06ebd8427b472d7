import { parseAddress } from '../model/core/ip.ts';
import { expressionProblem } from '../routing/conditions.ts';
import type { PolicySpec } from './shapes.ts';

type RateLimit = NonNullable<PolicySpec['rateLimit']>;
type LimitRule = NonNullable<NonNullable<RateLimit['local']>['rules']>[number];
type ClientSelector = NonNullable<LimitRule['clientSelectors']>[number];

const DAY = 86_400;
/** Seconds of a unit. Source: backend-traffic-policy section 1.9. */
const SECONDS: Record<string, number> = {
  Second: 1,
  Minute: 60,
  Hour: 3600,
  Day: DAY,
  Week: 7 * DAY,
  Month: 30 * DAY,
  Year: 365 * DAY,
};

/** What translation finds wrong with `rateLimit`; undefined when nothing. Source: backend-traffic-policy section 1.16. */
export function rateLimitProblem({ type, local, global }: RateLimit): string | undefined {
  if (type === 'Local' && local === undefined) return 'local configuration empty for rateLimit';
  if (type === 'Global' && global === undefined) return 'global configuration empty for rateLimit';
  if (type !== undefined && type !== 'Local' && type !== 'Global') return `invalid rateLimit type: ${String(type)}`;
  if (type !== 'Global' && local !== undefined) {
    const problem = localProblem(local.rules ?? []);
    if (problem !== undefined) return problem;
  }
  // a service for global limits is part of no plain installation
  return type !== 'Local' && global !== undefined
    ? 'enable Ratelimit in the EnvoyGateway config to configure global rateLimit'
    : undefined;
}

function localProblem(rules: readonly LimitRule[]): string | undefined {
  const [everybody, ...others] = rules.filter(({ clientSelectors = [] }) => clientSelectors.length === 0);
  if (others.length > 0) return 'local rateLimit can not have more than one rule without clientSelectors';
  const base = SECONDS[everybody?.limit.unit ?? 'Second'] ?? 1;
  if (rules.some(({ limit }) => (SECONDS[limit.unit] ?? 1) % base !== 0)) {
    return 'local rateLimit rule limit unit must be a multiple of the default limit unit';
  }
  for (const selector of rules.flatMap(({ clientSelectors = [] }) => clientSelectors)) {
    const problem = selectorProblem(selector);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function regexProblem(value: string): string | undefined {
  const why = expressionProblem(value);
  return why === undefined ? undefined : `regex ${JSON.stringify(value)} is invalid: ${why}`;
}

function selectorProblem({
  headers = [],
  methods = [],
  path,
  sourceCIDR,
  queryParams = [],
}: ClientSelector): string | undefined {
  if (headers.length + methods.length + queryParams.length === 0 && path === undefined && sourceCIDR === undefined) {
    return 'unable to translate rateLimit. At least one of the header or method or path or sourceCIDR or queryParameters must be specified';
  }
  for (const header of headers) {
    const problem = headerProblem(header);
    if (problem !== undefined) return problem;
  }
  if (path?.type === 'RegularExpression') {
    const problem = regexProblem(path.value ?? '/');
    if (problem !== undefined) return problem;
  }
  if (sourceCIDR !== undefined && !isNetwork(sourceCIDR.value)) {
    return `unable to translate rateLimit: invalid CIDR address: ${sourceCIDR.value}`;
  }
  for (const parameter of queryParams) {
    const problem = parameterProblem(parameter);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

type Valued = NonNullable<ClientSelector['headers']>[number];

function headerProblem({ type = 'Exact', value, invert }: Valued): string | undefined {
  if (type === 'Distinct' && value === undefined) {
    return invert === true
      ? 'unable to translate rateLimit.Invert is not applicable for distinct header match type'
      : undefined;
  }
  if (type === 'Distinct' || value === undefined) {
    return 'unable to translate rateLimit. Either the header.Type is not valid or the header is missing a value';
  }
  return type === 'RegularExpression' ? regexProblem(value) : undefined;
}

function parameterProblem({ type = 'Exact', value, invert }: Valued): string | undefined {
  if (type === 'Distinct') {
    if (invert === true) {
      return 'unable to translate rateLimit.Invert is not applicable for distinct query parameter match type';
    }
    return value === undefined
      ? undefined
      : 'unable to translate rateLimit.Value is not applicable for distinct query parameter match type';
  }
  if (value === undefined || value === '') return `value is required for ${type} query parameter match`;
  return type === 'RegularExpression' ? regexProblem(value) : undefined;
}

function isNetwork(text: string): boolean {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const read = parseAddress(address);
  return read !== undefined && !read.leadingZeros && Number(length) <= (read.isIPv4 && !read.mapped ? 32 : 128);
}
