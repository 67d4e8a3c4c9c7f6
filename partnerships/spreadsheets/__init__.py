"""Spreadsheets in and out: what comes in is distrusted, what goes out runs nowhere."""

from partnerships.spreadsheets.exports import (
    csv_bytes,
    csv_response,
    neutral_filename,
    xlsx_bytes,
    xlsx_response,
)
from partnerships.spreadsheets.neutral import neutralise, restore
from partnerships.spreadsheets.reading import read_table
from partnerships.spreadsheets.tables import Announced, Limits, Table

__all__ = [
    "Announced",
    "Limits",
    "Table",
    "csv_bytes",
    "csv_response",
    "neutral_filename",
    "neutralise",
    "read_table",
    "restore",
    "xlsx_bytes",
    "xlsx_response",
]
