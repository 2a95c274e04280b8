/** Rows of query parameters and headers in a call form. */

const REDACTED = "***"; // `pure/redact.py` of the addon endpoint

/** A row of an example. A secret that was not kept is not sent until it is entered. */
export function row([name, value]) {
  const redacted = value === REDACTED;
  const shown = redacted ? "" : value;
  return {name, value: shown, redacted, enabled: !redacted, edited: true};
}

/** @returns {[string, string][]} the rows to send */
export function pairs(rows) {
  const sent = rows.filter((row) => row.enabled && row.name.trim());
  return sent.map((row) => [row.name.trim(), row.value.trim()]);
}
