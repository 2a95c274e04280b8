{
    "name": "Endpoint Workbench",
    "summary": "Try, capture, compare, restore and export endpoints in their form",
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
        "views/endpoint_example_views.xml",
        "views/endpoint_mixin_views.xml",
        "views/capture_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["endpoint_workbench/static/src/**/*"],
        "web.assets_unit_tests": ["endpoint_workbench/static/tests/**/*"],
    },
}
