/* Shows the document that the page names. */
(function () {
  "use strict";
  const element = document.getElementById("swagger-ui");

  // Swagger UI opens the operation of the URL's hash, but does not always scroll to it.
  function showLinkedOperation(attempts = 50) {
    const block = window.location.hash && element.querySelector(".opblock.is-open");
    if (block) {
      block.scrollIntoView();
    } else if (window.location.hash && attempts) {
      setTimeout(() => showLinkedOperation(attempts - 1), 100);
    }
  }

  window.ui = window.SwaggerUIBundle({
    url: element.dataset.url,
    domNode: element,
    deepLinking: true,
    displayOperationId: true,
    displayRequestDuration: true,
    filter: true,
    layout: "BaseLayout",
    // Send nothing to third parties.
    validatorUrl: "none",
    queryConfigEnabled: false,
    requestInterceptor: (request) => {
      // A request with a key must not run in the reader's session.
      const names = Object.keys(request.headers || {});
      const sent = names.map((name) => name.toLowerCase());
      if (sent.includes("authorization") || sent.includes("x-api-key")) {
        request.credentials = "omit";
      }
      // The first request is that of the document itself.
      const spec = window.ui?.specSelectors.specJson().toJS();
      const authorized = window.ui?.authSelectors.authorized()?.toJS();
      return window.endpointSign(
        request,
        spec?.components?.securitySchemes,
        authorized,
      );
    },
    onComplete: () => {
      element.setAttribute("data-ready", "1");
      showLinkedOperation();
    },
  });
})();
