"""Converts requests to a resource into ORM calls, and records into JSON.

Call graph of a request::

    resource.Resource          the settings of the endpoint, checked
    query.parse                page, filters, order, members
        filters                filters and alternatives to a Domain
            operators          one condition
                times          a day, a second, a part of one
        cursor.after           a cursor to Domains
            ranges             the rows after a row
    put.check                  a body compared with what GET shows
    body.values                JSON to values for create() and write()
    conditional                ETag, If-Match, If-None-Match
    sql_rows.SqlRows           lists to JSON text, by PostgreSQL
        sql_values             expressions of columns
    rows.make                  records to JSON
    json_text.dumps            JSON to text
    export.Export              all records, in batches
        csv_text               rows to CSV
    stream.Body                a transaction of its own, while the client reads
    paging.answer              the member “pagination” and the header Link

``field_types`` defines each type of field in JSON and in a query; ``schemas`` and
``response_schemas`` build the JSON Schemas.
"""
