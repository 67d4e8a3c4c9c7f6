"""The two formats of django-import-export, through our own guard and our own writer."""

from django.utils.translation import gettext as _
from import_export.formats import base_formats
from tablib import Dataset

from partnerships.spreadsheets import Limits, csv_bytes, read_table, xlsx_bytes


class SafeFormat:
    """Reads by read_table, writes what cannot run; file_name and limits may be set before reading.

    Both are binary: the encoding is recognised here, not assumed by the caller.
    """

    file_name = ""
    limits = Limits()
    # How the last file was understood, for the preview to say.
    announced = None

    def is_binary(self):
        return True

    def get_read_mode(self):
        return "rb"

    def create_dataset(self, in_stream, **kwargs):
        name = self.file_name or f"{_('le fichier')}.{self.get_extension()}"
        table = read_table(in_stream, name=name, limits=self.limits)
        self.announced = table.announced
        dataset = Dataset(headers=table.headers)
        dataset.extend(table.rows)
        dataset.lines = table.lines
        return dataset

    def export_data(self, dataset, **kwargs):
        return self.write(list(dataset), dataset.headers or [])


class SafeCSV(SafeFormat, base_formats.CSV):
    def write(self, rows, headers):
        return csv_bytes(rows, headers)

    def get_title(self):
        return _("CSV (point-virgule, pour Excel)")


class SafeXLSX(SafeFormat, base_formats.XLSX):
    def write(self, rows, headers):
        return xlsx_bytes(rows, headers)

    def get_title(self):
        return _("Excel (.xlsx)")


FORMATS = [SafeXLSX, SafeCSV]
