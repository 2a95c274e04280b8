/* Shows the document that the page names. */
(function () {
  "use strict";
  const element = document.getElementById("swagger-ui");
  window.ui = window.SwaggerUIBundle({
    url: element.dataset.url,
    domNode: element,
    deepLinking: true,
    displayOperationId: true,
    displayRequestDuration: true,
    filter: true,
    layout: "BaseLayout",
    // Nothing is sent to anybody else.
    validatorUrl: "none",
    queryConfigEnabled: false,
    onComplete: () => element.setAttribute("data-ready", "1"),
  });
})();
