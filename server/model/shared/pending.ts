/** The condition that a new object has until the controller has looked at it. */
export function pending<const T extends string>(type: T) {
  return {
    lastTransitionTime: '1970-01-01T00:00:00Z',
    message: 'Waiting for controller',
    reason: 'Pending',
    status: 'Unknown',
    type,
  } as const;
}
