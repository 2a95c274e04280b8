{
    "name": "Endpoint OpenAPI",
    "summary": "The endpoints as an OpenAPI document, and a page to try them",
    "version": "19.0.2.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "category": "Technical",
    "depends": ["endpoint", "base_setup"],
    "external_dependencies": {"python": ["PyYAML"]},
    "data": [
        "views/docs_page.xml",
        "views/endpoint_mixin_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "demo": ["demo/endpoint_demo.xml"],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
