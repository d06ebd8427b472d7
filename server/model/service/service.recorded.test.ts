import { describe, expect, it } from 'vitest';
import { answerTo, comparable, type Recording } from '../shared/recordings.ts';
import { service } from './kind.ts';
import recorded from './service.recorded.json' with { type: 'json' };

const recordings = recorded as unknown as Recording[];

/** Addresses in a cluster are allotted by a cluster alone. */
function withoutAllotted(answer: Recording['answer']): Recording['answer'] {
  const copy = structuredClone(answer);
  const { spec } = (copy.object ?? {}) as { spec?: Record<string, unknown> };
  if (spec !== undefined && spec.clusterIP !== 'None') {
    delete spec.clusterIP;
    delete spec.clusterIPs;
  }
  for (const port of (spec?.ports ?? []) as Record<string, unknown>[]) delete port.nodePort;
  return copy;
}

describe('Service, as a real API server answered', () => {
  it.each(recordings)('$title (strict: $strict)', (recording) => {
    expect(comparable(withoutAllotted(answerTo(service, recording)))).toEqual(
      comparable(withoutAllotted(recording.answer)),
    );
  });
});
