import type { ComponentType } from 'react';
import { GatewayForm } from './GatewayForm.tsx';
import { gatewayHolds, grpcRouteHolds, httpRouteHolds, policyHolds } from './holds.ts';
import { RouteForm } from './RouteForm.tsx';
import type { Held } from './held.ts';
import { PolicyForm } from './PolicyForm.tsx';

/** A form and what it can show. */
export interface KindForm {
  Form: ComponentType<{ frozen: boolean }>;
  holds: Held;
}

const forms: Record<string, KindForm> = {
  HTTPRoute: { Form: RouteForm, holds: httpRouteHolds },
  GRPCRoute: { Form: RouteForm, holds: grpcRouteHolds },
  BackendTrafficPolicy: { Form: PolicyForm, holds: policyHolds },
  Gateway: { Form: GatewayForm, holds: gatewayHolds },
};

/** The form of a kind; kinds without one are edited as YAML. */
export function formOf(kind: string): KindForm | undefined {
  return forms[kind];
}
