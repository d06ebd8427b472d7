import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.ts';

describe('parseAddress', () => {
  it.each([
    ['127.0.0.1:8080', { address: '127.0.0.1', port: 8080 }],
    [' http://127.0.0.1:8080/health ', { address: '127.0.0.1', port: 8080 }],
    ['localhost:9000', { address: '127.0.0.1', port: 9000 }],
    ['10.0.0.7', { address: '10.0.0.7', port: 80 }],
    ['[::1]:8080', { address: '::1', port: 8080 }],
    ['fd00::7', { address: 'fd00::7', port: 80 }],
  ])('reads %s', (text, expected) => {
    expect(parseAddress(text, 80)).toEqual(expected);
  });
  it.each(['', 'example.com:80', '300.1.1.1:80', '127.0.0.1:0', '127.0.0.1:99999', '127.0.0.1:'])(
    'refuses %s',
    (text) => {
      expect(parseAddress(text, 80)).toHaveProperty('error');
    },
  );
});
