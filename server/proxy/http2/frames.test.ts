import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Output } from '../transport/output.ts';
import { FrameReader, type FrameTaker } from './frame-reader.ts';
import {
  writeGoAway,
  writeHead,
  writePingAck,
  writeReset,
  writeSettings,
  writeSettingsAck,
  writeWindowUpdate,
} from './frame-writer.ts';
import { DEFAULT_FRAME_SIZE, FRAME_HEAD } from './protocol.ts';

interface Frame {
  type: number;
  flags: number;
  stream: number;
  payload: string;
}

/** Writes down what comes. */
class Recorder implements FrameTaker {
  readonly frames: Frame[] = [];
  deaf = false;
  frame(type: number, flags: number, stream: number, bytes: Buffer, start: number, end: number): void {
    this.frames.push({ type, flags, stream, payload: bytes.toString('hex', start, end) });
  }
  frameTooLong(): void {
    this.deaf = true;
  }
}

function frameBytes({ type, flags, stream, payload }: Frame): Buffer {
  const body = Buffer.from(payload, 'hex');
  const head = Buffer.alloc(FRAME_HEAD);
  writeHead(head, 0, body.length, type, flags, stream);
  return Buffer.concat([head, body]);
}

const FRAME = fc.record({
  type: fc.nat(255),
  flags: fc.nat(255),
  stream: fc.nat(2 ** 31 - 1),
  payload: fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    fc.constantFrom('', 'ab'.repeat(DEFAULT_FRAME_SIZE)),
  ),
});

test('frames come out as they went in, wherever what comes is cut', () => {
  fc.assert(
    fc.property(fc.array(FRAME, { maxLength: 12 }), fc.array(fc.nat(1_000), { maxLength: 40 }), (frames, cuts) => {
      const taker = new Recorder();
      const reader = new FrameReader(taker);
      const all = Buffer.concat(frames.map(frameBytes));
      let at = 0;
      for (const cut of [...cuts, all.length]) {
        const next = Math.min(all.length, at + cut);
        // what is read is valid during the call alone
        const piece = Buffer.concat([Buffer.from('xx'), all.subarray(at, next)]);
        reader.read(piece, 2, piece.length);
        piece.fill(0);
        at = next;
      }
      expect(taker.frames).toEqual(frames);
    }),
    { numRuns: 200 },
  );
});

test('a frame that is too long ends the reading, whole or in pieces', () => {
  const bytes = frameBytes({ type: 0, flags: 0, stream: 1, payload: 'ab'.repeat(DEFAULT_FRAME_SIZE + 1) });
  for (const size of [bytes.length, 1, 4, 9]) {
    const taker = new Recorder();
    const reader = new FrameReader(taker);
    for (let at = 0; at < bytes.length && !taker.deaf; at += size) {
      reader.read(bytes, at, Math.min(bytes.length, at + size));
    }
    expect(taker).toMatchObject({ deaf: true, frames: [] });
  }
});

test('frames of fixed size are written as they are to be', () => {
  const output = new Output();
  writeSettings(output, [3, 100, 4, 2 ** 31 - 1]);
  writeSettingsAck(output);
  writePingAck(output, Buffer.from('0102030405060708', 'hex'), 0);
  writeReset(output, 2 ** 31 - 1, 8);
  writeWindowUpdate(output, 5, 2 ** 31 - 1);
  writeGoAway(output, 7, 11);
  const taker = new Recorder();
  new FrameReader(taker).read(output.bytes, 0, output.length);
  expect(taker.frames).toEqual([
    { type: 4, flags: 0, stream: 0, payload: '00030000006400047fffffff' },
    { type: 4, flags: 1, stream: 0, payload: '' },
    { type: 6, flags: 1, stream: 0, payload: '0102030405060708' },
    { type: 3, flags: 0, stream: 2 ** 31 - 1, payload: '00000008' },
    { type: 8, flags: 0, stream: 5, payload: '7fffffff' },
    { type: 7, flags: 0, stream: 0, payload: '000000070000000b' },
  ]);
});
