/*
 * Log-linear latency histogram shared by workers, aggregator and console: values in microseconds, buckets at most 3 % wide.
 * Buckets 0..63 hold one microsecond each; above, each power of two is cut into 32.
 */

/** Number of buckets: values up to 2^31 µs (about 36 minutes). */
export const BUCKETS = 64 + 32 * 25;

/** Bucket of a duration in microseconds. */
export function bucketOf(us: number): number {
  if (us < 64) return us < 0 ? 0 : us | 0;
  const v = us > 0x7fffffff ? 0x7fffffff : us | 0;
  const e = 31 - Math.clz32(v);
  return ((e - 5) << 5) + ((v >>> (e - 5)) & 31) + 32;
}

/** Lowest duration of a bucket, in microseconds. */
export function bucketStart(bucket: number): number {
  if (bucket < 64) return bucket;
  const e = ((bucket - 32) >> 5) + 5;
  const m = (bucket - 32) & 31;
  return (32 + m) * 2 ** (e - 5);
}

/** Middle of a bucket, in microseconds. */
function bucketMiddle(bucket: number): number {
  return bucket < 64 ? bucket : (bucketStart(bucket) + bucketStart(bucket + 1)) / 2;
}

/** The q-quantile (0..1) of a histogram in microseconds, null when it is empty. */
export function quantile(counts: ArrayLike<number>, q: number): number | null {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(q * total));
  let seen = 0;
  for (let i = 0; i < counts.length; i++) {
    seen += counts[i]!;
    if (seen >= rank) return bucketMiddle(i);
  }
  return bucketMiddle(counts.length - 1);
}
