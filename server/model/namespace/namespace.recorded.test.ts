import { describe, expect, it } from 'vitest';
import { answerTo, comparable, type Recording } from '../shared/recordings.ts';
import { namespace } from './kind.ts';
import recorded from './namespace.recorded.json' with { type: 'json' };

const recordings = recorded as unknown as Recording[];

describe('Namespace, as a real API server answered', () => {
  it.each(recordings)('$title (strict: $strict)', (recording) => {
    expect(comparable(answerTo(namespace, recording))).toEqual(comparable(recording.answer));
  });
});
