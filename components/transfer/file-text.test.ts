import { describe, expect, it } from 'vitest';
import { fileText } from './file-text.ts';

const file = (bytes: number[]) => new File([new Uint8Array(bytes)], 'shop.yaml');

describe('fileText', () => {
  it('reads UTF-8, with its mark or without, and UTF-16 that says so', async () => {
    expect(await fileText(file([0x61, 0xc3, 0xbc]))).toBe('aü');
    expect(await fileText(file([0xef, 0xbb, 0xbf, 0x61]))).toBe('a');
    expect(await fileText(file([0xff, 0xfe, 0x61, 0x00, 0xfc, 0x00]))).toBe('aü');
  });

  it('refuses a file whose letters would be lost, and names it', async () => {
    await expect(fileText(file([0x61, 0xfc]))).rejects.toThrow('shop.yaml is not UTF-8 text');
  });
});
