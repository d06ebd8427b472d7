import {
  DEFAULT_FRAME_SIZE,
  DEFAULT_WINDOW,
  ENABLE_PUSH,
  FLOW_CONTROL_ERROR,
  FRAME_SIZE_ERROR,
  HEADER_TABLE_SIZE,
  INITIAL_WINDOW_SIZE,
  LARGEST,
  LARGEST_FRAME_SIZE,
  MAX_CONCURRENT_STREAMS,
  MAX_FRAME_SIZE,
  NO_ERROR,
  PROTOCOL_ERROR,
} from './protocol.ts';

/** What the peer has said. Source: RFC 9113 section 6.5.2. */
export class PeerSettings {
  initialWindow = DEFAULT_WINDOW;
  /** Streams that we may have open. */
  streams = Infinity;
  tableSize = -1;

  /** Reads the payload of a frame of settings. Returns NO_ERROR or the error that it is; the table size is -1 when it says none. */
  read(bytes: Uint8Array, start: number, end: number): number {
    this.tableSize = -1;
    if ((end - start) % 6 !== 0) return FRAME_SIZE_ERROR;
    for (let at = start; at < end; at += 6) {
      const value = bytes[at + 2]! * 2 ** 24 + ((bytes[at + 3]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 5]!);
      switch ((bytes[at]! << 8) | bytes[at + 1]!) {
        case HEADER_TABLE_SIZE:
          this.tableSize = this.tableSize < 0 ? value : Math.min(this.tableSize, value);
          break;
        case ENABLE_PUSH:
          if (value > 1) return PROTOCOL_ERROR;
          break;
        case MAX_CONCURRENT_STREAMS:
          this.streams = value;
          break;
        case INITIAL_WINDOW_SIZE:
          if (value > LARGEST) return FLOW_CONTROL_ERROR;
          this.initialWindow = value;
          break;
        case MAX_FRAME_SIZE:
          if (value < DEFAULT_FRAME_SIZE || value > LARGEST_FRAME_SIZE) return PROTOCOL_ERROR;
          break;
        default:
      }
    }
    return NO_ERROR;
  }
}
