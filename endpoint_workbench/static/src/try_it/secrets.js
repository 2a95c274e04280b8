/** Placeholders for credentials, in code to copy and in saved examples. */

const SECRET_NAME =
  /authorization|cookie|token|secret|passw|pwd|credential|jwt|signature|hmac|session|csrf|(api|access|auth|private)[-_]?key|^key$|(^|[-_])(auth|pass|pin|otp|sig)$/i;

/** Whether a header or query parameter of that name holds a credential. */
export function isSecret(name) {
  return SECRET_NAME.test(name);
}

/** @returns {string} what stands for the value */
function placeholder(name, value) {
  if (/authorization/i.test(name)) {
    const scheme = value.match(/^(\w+)\s+\S/)?.[1];
    return scheme ? `${scheme} YOUR_API_KEY` : "YOUR_API_KEY";
  }
  if (/signature|hmac|(^|[-_])sig$/i.test(name)) {
    return "YOUR_SIGNATURE";
  }
  if (/cookie/i.test(name)) {
    return "session_id=YOUR_SESSION_ID";
  }
  return /token/i.test(name) ? "YOUR_TOKEN" : "YOUR_API_KEY";
}

/**
 * @param {[string, string][]} pairs headers or query parameters
 * @returns {[string, string][]} the same without credentials
 */
export function hideSecrets(pairs) {
  return pairs.map(([name, value]) => [
    name,
    isSecret(name) ? placeholder(name, value) : value,
  ]);
}
