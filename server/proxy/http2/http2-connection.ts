import type { FieldList } from './streams.ts';
import { Budget } from './budget.ts';
import { FrameReader, type FrameTaker } from './frame-reader.ts';
import { writePingAck, writeSettingsAck, writeWindowUpdate } from './frame-writer.ts';
import { HeadBlock } from './head-block.ts';
import { HpackDecoder } from './hpack/decoder.ts';
import type { Http2Stream } from './http2-stream.ts';
import { PeerSettings } from './peer-settings.ts';
import {
  ACK,
  COMPRESSION_ERROR,
  CONTINUATION,
  DATA,
  END_HEADERS,
  END_STREAM,
  ENHANCE_YOUR_CALM,
  FLOW_CONTROL_ERROR,
  FRAME_SIZE_ERROR,
  GOAWAY,
  HAS_PRIORITY,
  HEADERS,
  LARGEST,
  NO_ERROR,
  PADDED,
  PING,
  PRIORITY,
  PROTOCOL_ERROR,
  PUSH_PROMISE,
  REFUSED_STREAM,
  RST_STREAM,
  SETTINGS,
  STREAM_CLOSED,
  WINDOW_UPDATE,
} from './protocol.ts';
import { StreamSet } from './stream-set.ts';
import { CONNECTION_WINDOW, LIST_FIELDS, LIST_OCTETS } from './windows.ts';

/**
 * Frames that a frame of a body is worth: its window is made larger, and that of the connection, and some peers send a ping for each to find out how
 * much may be on its way.
 */
const NOISE_PER_BODY = 4;
const LIMITS = { octets: LIST_OCTETS, fields: LIST_FIELDS };

/** A connection that speaks HTTP/2, either side's: what its frames mean. Source: RFC 9113. */
export abstract class Http2Connection extends StreamSet implements FrameTaker {
  protected readonly settings = new PeerSettings();
  private readonly reader = new FrameReader(this);
  private readonly decoder = new HpackDecoder(LIMITS);
  private block: HeadBlock | null = null;
  private begun = false;
  /** What the peer may send of bodies, and what of that it is not told yet that it may send again. */
  private allowed = CONNECTION_WINDOW;
  private used = 0;
  /** Frames that cost work and bring nothing. Source: RFC 9113 section 10.5. */
  private readonly noise = new Budget(1_000, 100);

  /** The head of a message has come whole. */
  protected abstract message(id: number, fields: FieldList, ended: boolean, exceeded: boolean): void;
  /** Whether no stream with this identifier has been opened yet. */
  protected abstract isIdle(id: number): boolean;

  onData(bytes: Buffer, start: number, end: number): void {
    if (this.deaf) return;
    try {
      this.reader.read(bytes, start, end);
    } catch (error) {
      // a fault of ours costs this connection, and no other anything
      this.fault(error);
      this.destroy();
    }
  }

  /** A frame or a head has begun and is not whole. */
  get isPartial(): boolean {
    return this.block !== null || this.reader.isPartial;
  }

  frameTooLong(): void {
    this.fail(FRAME_SIZE_ERROR);
  }

  frame(type: number, flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    if (!this.begun) {
      if (type !== SETTINGS || (flags & ACK) !== 0) return this.fail(PROTOCOL_ERROR);
      this.begun = true;
    }
    if (this.block !== null) {
      if (type !== CONTINUATION || id !== this.block.stream) return this.fail(PROTOCOL_ERROR);
      return this.continuation(this.block, flags, bytes, start, end);
    }
    switch (type) {
      case DATA:
        return this.data(flags, id, bytes, start, end);
      case HEADERS:
        return this.headers(flags, id, bytes, start, end);
      case WINDOW_UPDATE:
        return this.windowUpdate(id, bytes, start, end);
      case RST_STREAM:
        return this.rstStream(id, bytes, start, end);
      case SETTINGS:
        return this.peerSettings(flags, id, bytes, start, end);
      case PING:
        return this.ping(flags, id, bytes, start, end);
      case GOAWAY:
        return this.goneAway(id, bytes, start, end);
      case PRIORITY:
        return this.priority(id, bytes, start, end);
      case PUSH_PROMISE:
      case CONTINUATION:
        return this.fail(PROTOCOL_ERROR);
      default:
        // what is not known is left out. Source: RFC 9113 section 5.5
        this.bearable();
    }
  }

  /** Counts a frame that brings nothing. Returns false when there were too many, so that the connection is at its end. */
  private bearable(): boolean {
    // one that takes what is sent may say so, and measure how long it takes
    this.noise.earn(NOISE_PER_BODY * this.sender.bodies);
    this.sender.bodies = 0;
    if (this.noise.take()) return true;
    this.fail(ENHANCE_YOUR_CALM);
    return false;
  }

  private data(flags: number, id: number, bytes: Buffer, from: number, to: number): void {
    if (id === 0 || this.isIdle(id)) return this.fail(PROTOCOL_ERROR);
    const size = to - from;
    this.allowed -= size;
    if (this.allowed < 0) return this.fail(FLOW_CONTROL_ERROR);
    this.used += size;
    if (this.used >= CONNECTION_WINDOW / 2) {
      writeWindowUpdate(this.sender.small(), 0, this.used);
      this.allowed += this.used;
      this.used = 0;
    }
    let start = from;
    let end = to;
    if ((flags & PADDED) !== 0) {
      end -= size > 0 ? bytes[start]! : 0;
      start++;
      if (end < start) return this.fail(PROTOCOL_ERROR);
    }
    const stream = this.streams.get(id);
    const ended = (flags & END_STREAM) !== 0;
    if (stream === undefined || stream.remoteEnded) return this.dataBehindEnd(stream, id, ended);
    if (start === end && !ended && !this.bearable()) return;
    if (size > stream.allowed) return this.refuse(stream, FLOW_CONTROL_ERROR);
    if (stream.expected >= 0) {
      stream.expected -= end - start;
      if (stream.expected < 0 || (ended && stream.expected > 0)) return this.refuse(stream, PROTOCOL_ERROR);
    }
    if (!stream.headed) return this.refuse(stream, PROTOCOL_ERROR);
    if (size > 0) stream.take(Buffer.from(bytes.subarray(start, end)), size);
    // it may have been reset by the one who got the piece
    if (ended && !stream.isClosed) stream.takeEnd(null);
    else if (ended) this.past.ended(id);
  }

  private dataBehindEnd(stream: Http2Stream | undefined, id: number, ended: boolean): void {
    if (stream !== undefined) return this.refuse(stream, STREAM_CLOSED);
    if (!this.past.isIgnored(id)) {
      this.resetUnknown(id, STREAM_CLOSED);
      return;
    }
    if (ended) this.past.ended(id);
  }

  private headers(flags: number, id: number, bytes: Buffer, from: number, to: number): void {
    if (id === 0) return this.fail(PROTOCOL_ERROR);
    let start = from;
    let end = to;
    if ((flags & PADDED) !== 0) {
      end -= start < to ? bytes[start]! : 0;
      start++;
    }
    let dependsOnItself = false;
    if ((flags & HAS_PRIORITY) !== 0) {
      dependsOnItself = start + 4 <= to && identifierAt(bytes, start) === id;
      start += 5;
    }
    if (end < start) return this.fail(from === to || start > to ? FRAME_SIZE_ERROR : PROTOCOL_ERROR);
    if ((flags & END_HEADERS) !== 0) return this.headWhole(id, flags, dependsOnItself, bytes, start, end);
    this.block = new HeadBlock(id, flags, dependsOnItself, bytes.subarray(start, end));
  }

  private continuation(block: HeadBlock, flags: number, bytes: Buffer, start: number, end: number): void {
    if (!block.append(bytes, start, end)) return this.fail(ENHANCE_YOUR_CALM);
    if ((flags & END_HEADERS) === 0) return;
    this.block = null;
    this.headWhole(block.stream, block.flags, block.dependsOnItself, block.bytes, 0, block.length);
  }

  private headWhole(
    id: number,
    flags: number,
    dependsOnItself: boolean,
    bytes: Buffer,
    start: number,
    end: number,
  ): void {
    const { decoder } = this;
    const fields = decoder.decode(bytes, start, end);
    if (fields === null) return this.fail(COMPRESSION_ERROR);
    this.message(id, fields, (flags & END_STREAM) !== 0, decoder.exceeded);
    if (!dependsOnItself) return;
    const stream = this.streams.get(id);
    if (stream !== undefined) this.refuse(stream, PROTOCOL_ERROR);
  }

  private windowUpdate(id: number, bytes: Buffer, start: number, end: number): void {
    if (end - start !== 4) return this.fail(FRAME_SIZE_ERROR);
    const increment = identifierAt(bytes, start);
    if (!this.bearable()) return;
    if (id === 0) {
      this.sender.window += increment;
      if (increment === 0) this.fail(PROTOCOL_ERROR);
      else if (this.sender.window > LARGEST) this.fail(FLOW_CONTROL_ERROR);
      else this.pump();
      return;
    }
    const stream = this.streams.get(id);
    if (stream === undefined) {
      if (this.isIdle(id)) this.fail(PROTOCOL_ERROR);
      return;
    }
    stream.window += increment;
    if (increment === 0) this.refuse(stream, PROTOCOL_ERROR);
    else if (stream.window > LARGEST) this.refuse(stream, FLOW_CONTROL_ERROR);
    else if (stream.waits) this.pump();
  }

  private rstStream(id: number, bytes: Buffer, start: number, end: number): void {
    if (end - start !== 4) return this.fail(FRAME_SIZE_ERROR);
    if (id === 0 || this.isIdle(id)) return this.fail(PROTOCOL_ERROR);
    this.streams.get(id)?.close(numberAt(bytes, start));
    this.past.ended(id);
    if (this.ofClient) this.countReset();
  }

  private peerSettings(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    if (id !== 0) return this.fail(PROTOCOL_ERROR);
    if ((flags & ACK) !== 0) return end === start ? undefined : this.fail(FRAME_SIZE_ERROR);
    if (!this.bearable()) return;
    const { settings, sender } = this;
    const before = settings.initialWindow;
    const error = settings.read(bytes, start, end);
    if (error !== NO_ERROR) return this.fail(error);
    if (settings.tableSize >= 0) sender.encoder.allow(settings.tableSize);
    const more = settings.initialWindow - before;
    for (const stream of more === 0 ? [] : this.streams.values()) {
      stream.window += more;
      if (stream.window > LARGEST) return this.fail(FLOW_CONTROL_ERROR);
    }
    writeSettingsAck(sender.small());
    if (more > 0) this.pump();
  }

  private ping(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    if (id !== 0) return this.fail(PROTOCOL_ERROR);
    if (end - start !== 8) return this.fail(FRAME_SIZE_ERROR);
    if (!this.bearable()) return;
    if ((flags & ACK) === 0) writePingAck(this.sender.small(), bytes, start);
  }

  private goneAway(id: number, bytes: Buffer, start: number, end: number): void {
    if (id !== 0) return this.fail(PROTOCOL_ERROR);
    if (end - start < 8) return this.fail(FRAME_SIZE_ERROR);
    if (!this.bearable()) return;
    this.leaving = true;
    this.lastProcessed(identifierAt(bytes, start));
    this.finishing = true;
    this.sender.schedule();
  }

  /** The peer goes away, and processes streams of ours up to this one. */
  protected lastProcessed(last: number): void {
    for (const stream of this.streams.values()) if (stream.id > last) stream.close(REFUSED_STREAM);
  }

  private priority(id: number, bytes: Buffer, start: number, end: number): void {
    if (id === 0) return this.fail(PROTOCOL_ERROR);
    if (!this.bearable()) return;
    const stream = this.streams.get(id);
    const wrong = end - start !== 5 ? FRAME_SIZE_ERROR : identifierAt(bytes, start) === id ? PROTOCOL_ERROR : NO_ERROR;
    if (wrong === NO_ERROR) return;
    if (stream !== undefined) this.refuse(stream, wrong);
    else this.resetOrFail(id, wrong);
  }

  /** A stream that is idle cannot be reset. */
  private resetOrFail(id: number, code: number): void {
    if (this.isIdle(id)) this.fail(code);
    else this.resetUnknown(id, code);
  }
}

function numberAt(bytes: Buffer, at: number): number {
  return bytes[at]! * 2 ** 24 + ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!);
}

/** An identifier of a stream or an increment: the first bit means nothing. */
function identifierAt(bytes: Buffer, at: number): number {
  return ((bytes[at]! & 127) << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}
