{
    "name": "Benchmark of fastapi",
    "summary": "The endpoints of the benchmark as an app of OCA's fastapi",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "category": "Hidden",
    "depends": ["bench_controllers", "fastapi"],
    "data": ["data/fastapi_endpoint.xml"],
}
