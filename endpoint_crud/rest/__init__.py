"""Converts requests to a resource into ORM calls, and records into JSON.

Call graph of a request::

    routes.operation_of        the operation that the path and the method mean
    resource.Resource          the settings of the endpoint, checked
        writable.parse         fields, lines and keys that callers may write
        keys.check             the key of the resource
        actions.parse          methods that callers may run
        bulk.validator         several operations in one request
    query.parse                page, filters, order, members
        filters                filters and alternatives to a Domain
            operators          one condition
                times          a day, a second, a part of one
        cursor.after           a cursor to Domains
            ranges             the rows after a row
    put.check                  a body compared with what GET shows
    form.parse                 a form to a JSON body
    body.values                JSON to values for create() and write()
        references             related records and lines, by id or key
    refused                    the record or line that Odoo refuses
        images                 damaged images
    conditional                ETag, If-Match, If-None-Match
    sql_rows.SqlRows           lists to JSON text, by PostgreSQL
        sql_values             expressions of columns
    rows.make                  records to JSON
        loose_columns          references and properties
    aggregate.page             groups and totals of an aggregate_query
    json_text.dumps            JSON to text
    export.Export              all records, in batches
        csv_text               rows to CSV
    stream.Body                a transaction of its own, while the client reads
    paging.answer              the member “pagination” and the header Link

``field_types`` defines each type of field in JSON and in a query; ``schemas`` and
``response_schemas`` build the JSON Schemas.
"""
