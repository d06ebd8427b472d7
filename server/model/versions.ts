/** Releases of the official schemas that ours follow, and that verdicts, conditions and behaviour are compared with. */
export const versions = { gatewayApi: 'v1.6.1', envoyGateway: 'v1.9.1' } as const;
