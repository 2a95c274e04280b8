{
    "name": "Endpoint route handler",
    "summary": "Serve routes defined by records instead of controllers",
    "version": "19.0.5.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "maintainers": ["endpoint-contributors"],
    "website": "https://github.com/endpoint-contributors/endpoint",
    "development_status": "Beta",
    "category": "Technical",
    "depends": ["base"],
    "data": ["security/ir.model.access.csv"],
    "uninstall_hook": "uninstall_hook",
}
