/* Signs a request with the secret that the reader entered under “Authorize”: Swagger UI
   sends it as the value of the signature's header, and here the signature replaces it.
   The secret is neither stored nor sent. */
(function () {
  "use strict";

  function toBytes(text) {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  }

  function encode(bytes, encoding) {
    return encoding === "base64"
      ? btoa(String.fromCharCode(...bytes))
      : Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function sign(secret, message, how) {
    const encoder = new TextEncoder();
    const raw = how.is_base64_secret
      ? toBytes(secret.replace(/^whsec_/, ""))
      : encoder.encode(secret);
    const hash = how.algorithm.toUpperCase().replace("SHA", "SHA-");
    const algorithm = {name: "HMAC", hash};
    const key = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);
    const digest = await crypto.subtle.sign("HMAC", key, encoder.encode(message));
    return how.prefix + encode(new Uint8Array(digest), how.encoding);
  }

  function fill(text, values) {
    return text.replace(/{(\w+)}/g, (found, name) => values[name] ?? found);
  }

  // Several schemes may use one header: the reader entered the secret for one of them.
  function findScheme(header, value, schemes, authorized) {
    const found = Object.entries(schemes).filter(
      ([, scheme]) =>
        scheme["x-signature"] && scheme.name.toLowerCase() === header.toLowerCase(),
    );
    const chosen = found.find(([key]) => authorized[key]?.value === value);
    return (chosen ?? found[0])?.[1];
  }

  window.endpointSign = async function (request, schemes = {}, authorized = {}) {
    for (const [header, secret] of Object.entries(request.headers || {})) {
      const scheme = findScheme(header, secret, schemes, authorized);
      if (!scheme) {
        continue;
      }
      const how = scheme["x-signature"];
      delete request.headers[header];
      const body = request.body ?? "";
      if (!window.isSecureContext || typeof body !== "string") {
        throw new Error("This page signs texts only, and only over HTTPS.");
      }
      const values = {
        body,
        timestamp: String(Math.floor(Date.now() / 1000)),
        id: crypto.randomUUID(),
      };
      values.signature = await sign(secret, fill(how.payload, values), how);
      request.headers[header] = fill(how.template, values);
      for (const part of ["timestamp", "id"]) {
        if (how[`${part}_header`]) {
          request.headers[how[`${part}_header`]] = values[part];
        }
      }
    }
    return request;
  };
})();
