{
    "name": "Hand-written controller",
    "summary": "For tests: what an endpoint is measured against",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "category": "Hidden",
    "depends": ["web"],
}
