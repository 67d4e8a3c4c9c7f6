"""Spreadsheets in and out: what comes in is distrusted, what goes out runs nowhere."""

from partnerships.spreadsheets.exports import (
    Sheet,
    attachment_of,
    csv_bytes,
    csv_response,
    neutral_filename,
    workbook_bytes,
    xlsx_bytes,
    xlsx_response,
)
from partnerships.spreadsheets.neutral import neutralise, restore
from partnerships.spreadsheets.reading import read_table
from partnerships.spreadsheets.tables import Announced, Limits, Table

__all__ = [
    "Announced",
    "Limits",
    "Sheet",
    "Table",
    "attachment_of",
    "csv_bytes",
    "csv_response",
    "neutral_filename",
    "neutralise",
    "read_table",
    "restore",
    "workbook_bytes",
    "xlsx_bytes",
    "xlsx_response",
]
