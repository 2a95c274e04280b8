{
    "name": "Endpoint CRUD",
    "summary": "REST over a model without code: pages, filters, validation, rights",
    "version": "19.0.3.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "maintainers": ["endpoint-contributors"],
    "website": "https://github.com/endpoint-contributors/endpoint",
    "development_status": "Beta",
    "category": "Technical",
    "depends": ["endpoint", "endpoint_idempotency"],
    "data": [
        "views/endpoint_mixin_views.xml",
        "views/endpoint_mixin_idempotency_views.xml",
    ],
    "uninstall_hook": "uninstall_hook",
}
