from . import test_crud_document, test_form
