{
    "name": "Endpoint: test addon",
    "summary": "Models and modes that only tests need",
    "version": "19.0.2.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "category": "Hidden",
    "depends": ["endpoint"],
    "data": ["security/ir.model.access.csv", "data/endpoint_endpoint.xml"],
}
