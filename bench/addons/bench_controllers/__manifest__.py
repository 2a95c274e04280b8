{
    "name": "Benchmark controllers",
    "summary": "What the endpoints of the benchmark do, written by hand",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "category": "Hidden",
    "depends": ["web"],
    "data": ["security/ir.model.access.csv"],
    "external_dependencies": {"python": ["jsonschema", "PyYAML"]},
}
