{
    "name": "Endpoint Demo: Library",
    "summary": "A small library and its API, as an example",
    "version": "19.0.3.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "maintainers": ["endpoint-contributors"],
    "website": "https://github.com/endpoint-contributors/endpoint",
    "development_status": "Beta",
    "category": "Technical",
    "depends": ["endpoint_crud", "endpoint_openapi"],
    "data": [
        "security/ir.model.access.csv",
        "views/library_book_views.xml",
        "data/books.xml",
        "data/lending.xml",
    ],
    "demo": ["demo/library.book.csv"],
}
