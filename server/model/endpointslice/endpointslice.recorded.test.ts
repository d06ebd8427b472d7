import { describe, expect, it } from 'vitest';
import { answerTo, comparable, type Recording } from '../shared/recordings.ts';
import { endpointSlice } from './kind.ts';
import recorded from './endpointslice.recorded.json' with { type: 'json' };

const recordings = recorded as unknown as Recording[];

describe('EndpointSlice, as a real API server answered', () => {
  it.each(recordings)('$title (strict: $strict)', (recording) => {
    expect(comparable(answerTo(endpointSlice, recording))).toEqual(comparable(recording.answer));
  });
});
