{
    "name": "Benchmark controllers",
    "summary": "The endpoints of the benchmark as hand-written controllers",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "category": "Hidden",
    "depends": ["web"],
    "data": ["security/ir.model.access.csv"],
    "external_dependencies": {"python": ["jsonschema", "PyYAML"]},
}
