"""The guide's data as files, and the page that explains them."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render

from falseos.content.spec import Spec
from guides.opendata.api import operations
from guides.opendata.edition import current_body, current_data
from guides.opendata.models import Edition
from guides.opendata.shapes import LICENCE, data_specs, json_schema, record_shape


def guide_json(request: HttpRequest) -> HttpResponse:
    """Give the whole guide as one document."""
    try:
        return HttpResponse(current_body(), content_type="application/json; charset=utf-8")
    except Edition.DoesNotExist:
        raise Http404 from None


def guide_schema(request: HttpRequest) -> JsonResponse:
    """Give the document's JSON Schema."""
    schema = json_schema(settings.SITE_URL + request.path)
    return JsonResponse(schema, content_type="application/schema+json; charset=utf-8")


def kind_csv(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """Give one kind of record as a table, row by row. A list inside a record is JSON in its cell."""
    records = current_data().get(kind)
    if records is None or kind not in {spec.folder for spec in data_specs()}:
        raise Http404
    rows = _rows(list(record_shape(kind).model_fields), records)
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    return StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8", headers=headers)


def _rows(columns: list[str], records: list[dict[str, Any]]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    for values in [columns, *([_cell(record[name]) for name in columns] for record in records)]:
        writer.writerow(values)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def data_page(request: HttpRequest) -> HttpResponse:
    """Explain the files and the interface, without a script."""
    kinds: list[Spec] = data_specs()
    context = {
        "kinds": [(spec.folder, spec.model._meta.verbose_name_plural) for spec in kinds],
        "operations": list(operations()),
        "licence": LICENCE,
        "edition": Edition.objects.filter(pk=1).defer("body").first(),
    }
    return render(request, "guides/data.html", context)
