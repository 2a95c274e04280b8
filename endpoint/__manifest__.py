{
    "name": "Endpoint",
    "summary": "Define HTTP endpoints as records: route, rights, schema, code",
    "version": "19.0.5.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "maintainers": ["endpoint-contributors"],
    "website": "https://github.com/endpoint-contributors/endpoint",
    "development_status": "Beta",
    "category": "Technical",
    "depends": ["endpoint_route_handler", "web"],
    "external_dependencies": {
        "python": ["jsonschema", "jsonschema-rs", "PyYAML", "lxml", "regex"]
    },
    "data": [
        "security/ir.model.access.csv",
        "security/ir_rule.xml",
        "views/ir_logging_views.xml",
        "views/endpoint_mixin_views.xml",
        "views/endpoint_endpoint_views.xml",
        "views/endpoint_key_views.xml",
        "views/res_users_views.xml",
        "data/ir_actions_server.xml",
        "data/ir_cron.xml",
    ],
    "demo": ["demo/endpoint_demo.xml"],
    "post_load": "post_load",
}
