{
    "name": "Endpoint as data",
    "summary": "For tests: a module that ships an endpoint",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "category": "Hidden",
    "depends": ["endpoint"],
    "data": ["data/endpoint.xml"],
}
