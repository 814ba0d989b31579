/** A traceparent by W3C Trace Context §3.2: version, trace id, parent id, flags; neither id all zeros. */
export const valid = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
