/** Seconds of traffic that are kept in the tab. */
export const KEPT_SECONDS = 900;
/** Path of the traffic that was before the page. */
export const KEPT_PATH = `/console/v1/traffic?range=${KEPT_SECONDS}`;
