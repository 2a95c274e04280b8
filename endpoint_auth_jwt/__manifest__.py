{
    "name": "Endpoint Auth JWT",
    "summary": "Callers send tokens (JWT) of an identity provider",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "maintainers": ["endpoint-contributors"],
    "website": "https://github.com/endpoint-contributors/endpoint",
    "development_status": "Beta",
    "category": "Technical",
    "depends": ["endpoint"],
    "external_dependencies": {"python": ["PyJWT", "cryptography"]},
    "data": [
        "security/ir.model.access.csv",
        "views/endpoint_jwt_issuer_views.xml",
        "views/endpoint_mixin_views.xml",
    ],
    "uninstall_hook": "uninstall_hook",
}
