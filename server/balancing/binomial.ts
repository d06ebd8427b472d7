/** Below this variance the range is counted out, above it the normal curve is near enough. */
const EXACT_BELOW = 400;

/** Quantile of the standard normal distribution, 0 < q < 1 (Acklam's rational approximation, error below 1.2e-9). */
function normalQuantile(q: number): number {
  const tail = 0.02425;
  if (q < tail) return tailQuantile(Math.sqrt(-2 * Math.log(q)));
  if (q > 1 - tail) return -tailQuantile(Math.sqrt(-2 * Math.log(1 - q)));
  const d = q - 0.5;
  const r = d * d;
  const above =
    (((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
      2.506628277459239) *
    d;
  const below =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
    1;
  return above / below;
}

function tailQuantile(u: number): number {
  const above =
    ((((-0.007784894002430293 * u - 0.3223964580411365) * u - 2.400758277161838) * u - 2.549732539343734) * u +
      4.374664141464968) *
      u +
    2.938163982698783;
  const below =
    (((0.007784695709041462 * u + 0.3224671290700398) * u + 2.445134137142996) * u + 3.754408661907416) * u + 1;
  return above / below;
}

/**
 * The counts that chance gives in `n` draws of probability `p`: below `low` and above `high` each with a probability of at most `alpha` / 2.
 * `n` is a whole number, 0 or more.
 */
export function binomialRange(n: number, p: number, alpha: number): { low: number; high: number } {
  if (n <= 0 || p <= 0) return { low: 0, high: 0 };
  if (p >= 1) return { low: n, high: n };
  const variance = n * p * (1 - p);
  if (variance > EXACT_BELOW) {
    const reach = -normalQuantile(alpha / 2) * Math.sqrt(variance) + 0.5;
    return { low: Math.max(0, Math.floor(n * p - reach)), high: Math.min(n, Math.ceil(n * p + reach)) };
  }
  // The log keeps the first term from vanishing where n is large.
  let log = n * Math.log1p(-p);
  const odds = Math.log(p) - Math.log1p(-p);
  let below = 0;
  let low = -1;
  for (let k = 0; k <= n; k++) {
    const upTo = below + Math.exp(log);
    if (low < 0 && upTo > alpha / 2) low = k;
    if (1 - upTo <= alpha / 2) return { low, high: k };
    below = upTo;
    log += Math.log(n - k) - Math.log(k + 1) + odds;
  }
  return { low: Math.max(0, low), high: n };
}
