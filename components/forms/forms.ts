import type { ComponentType } from 'react';
import { GatewayForm } from './GatewayForm.tsx';
import {
  endpointSliceHolds,
  gatewayHolds,
  grpcRouteHolds,
  httpRouteHolds,
  policyHolds,
  serviceHolds,
} from './holds.ts';
import { RouteForm } from './RouteForm.tsx';
import type { Held } from './held.ts';
import { PolicyForm } from './PolicyForm.tsx';
import { EndpointSliceForm, ServiceForm } from './ServiceForm.tsx';

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
  Service: { Form: ServiceForm, holds: serviceHolds },
  EndpointSlice: { Form: EndpointSliceForm, holds: endpointSliceHolds },
};

/** The form of a kind; kinds without one are edited as YAML. */
export function formOf(kind: string): KindForm | undefined {
  return forms[kind];
}
