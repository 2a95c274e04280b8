{
    "name": "Endpoint CRUD OpenAPI",
    "summary": "Complete descriptions of REST resources in the OpenAPI document",
    "version": "19.0.3.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "maintainers": ["endpoint-contributors"],
    "website": "https://github.com/endpoint-contributors/endpoint",
    "development_status": "Beta",
    "category": "Technical",
    "depends": ["endpoint_crud", "endpoint_openapi"],
    "data": ["views/endpoint_mixin_views.xml"],
    "auto_install": True,
}
