from . import (
    test_crud_document,
    test_files,
    test_documents,
    test_form,
    test_idempotency,
    test_lines,
    test_operations,
    test_schemas,
    test_totals,
)
