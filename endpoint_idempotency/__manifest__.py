{
    "name": "Endpoint Idempotency",
    "summary": "Safe retries: a request sent twice is executed once (Idempotency-Key)",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "maintainers": ["endpoint-contributors"],
    "website": "https://github.com/endpoint-contributors/endpoint",
    "development_status": "Beta",
    "category": "Technical",
    "depends": ["endpoint"],
    "data": [
        "security/ir.model.access.csv",
        "views/endpoint_mixin_views.xml",
    ],
}
