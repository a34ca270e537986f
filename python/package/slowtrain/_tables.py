"""Tables in, tables of the same kind out: pandas, Polars, pyarrow, and whatever speaks the Arrow PyCapsule interface."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from slowtrain._errors import BadRequest

#: Columns of a table that are read as the question of a row.
QUESTION = ("from", "to", "via", "avoid", "train", "departure", "day")

#: Answers a table of questions: a native table of answers with as many rows.
Answer = Callable[[Any], Any]


def answered(table: Any, answer: Answer, columns: Sequence[str], keep: Sequence[str] | None) -> Any:
    """The columns of ``table`` that are kept, and behind them the answers, as a table of the same kind."""
    kind = type(table).__module__.partition(".")[0]
    name = type(table).__name__
    if isinstance(table, dict):
        return _pyarrow(_import("pyarrow", "a dictionary of columns").table(table), answer, columns, keep)
    if _is_pandas(table):
        return _pandas(table, answer, columns, keep)
    if kind == "polars" and name == "LazyFrame":
        return _polars(table.collect(), answer, columns, keep).lazy()
    if kind == "polars" and name == "DataFrame":
        return _polars(table, answer, columns, keep)
    if kind == "pyarrow" and name == "RecordBatchReader":
        return _reader(table, answer, columns, keep)
    if kind == "pyarrow" and name == "RecordBatch":
        return _batch(table, answer, columns, keep)
    if kind == "pyarrow" and name == "Table":
        return _pyarrow(table, answer, columns, keep)
    if hasattr(table, "__arrow_c_stream__") or hasattr(table, "__arrow_c_array__"):
        return _pyarrow(_import("pyarrow", f"a {name}").table(table), answer, columns, keep)
    raise BadRequest(
        f"a {name} is no table; pandas, Polars and pyarrow tables are read, a dictionary of columns, "
        "and what has the Arrow PyCapsule interface",
        "not_questions",
    )


def _is_pandas(table: Any) -> bool:
    # A GeoDataFrame is a pandas DataFrame of another module.
    return any(
        base.__name__ == "DataFrame" and base.__module__.partition(".")[0] == "pandas"
        for base in type(table).__mro__
    )


def _import(module: str, whose: str) -> Any:
    try:
        return __import__(module)
    except ImportError as error:
        raise ImportError(
            f"{whose} is handed over by {module}, which is not installed: pip install {module}"
        ) from error


def kept(found: Sequence[str], columns: Sequence[str], keep: Sequence[str] | None) -> list[str]:
    """The names of the columns that are kept; a name that the answers have as well is refused."""
    names = list(found) if keep is None else list(keep)
    missing = [name for name in names if name not in found]
    if missing:
        raise BadRequest(
            f"keep names a column {missing[0]!r}, which the table has not; it has {', '.join(found)}",
            "not_questions",
        )
    twice = [name for name in names if name in columns]
    if twice:
        raise BadRequest(
            f"the table has a column {twice[0]!r}, and so have the answers; rename it, or leave it out by keep=[...]",
            "not_questions",
        )
    return names


def _asked(names: Sequence[str]) -> list[str]:
    return [name for name in QUESTION if name in names]


def _pandas(frame: Any, answer: Answer, columns: Sequence[str], keep: Sequence[str] | None) -> Any:
    pyarrow = _import("pyarrow", "a pandas DataFrame")
    names = kept([str(label) for label in frame.columns], columns, keep)
    labels = [label for name in names for label in frame.columns if str(label) == name]
    pandas = _import("pandas", "a pandas DataFrame")
    asked = pandas.DataFrame(frame[_asked(list(frame.columns))])
    answers = pyarrow.table(answer(pyarrow.Table.from_pandas(asked, preserve_index=False)))
    out = frame[labels].copy(deep=False)
    for name, values in answers.to_pandas().items():
        out[name] = values.array
    metadata = {k.decode(): v.decode() for k, v in (answers.schema.metadata or {}).items()}
    out.attrs["slowtrain"] = {k: v for k, v in metadata.items() if k.startswith("slowtrain.")}
    return out


def _polars(frame: Any, answer: Answer, columns: Sequence[str], keep: Sequence[str] | None) -> Any:
    polars = _import("polars", "a Polars DataFrame")
    names = kept(frame.columns, columns, keep)
    answers = polars.DataFrame(answer(frame.select(_asked(frame.columns))))
    return frame.select(names).hstack(answers.get_columns())


def _pyarrow(table: Any, answer: Answer, columns: Sequence[str], keep: Sequence[str] | None) -> Any:
    pyarrow = _import("pyarrow", "a pyarrow Table")
    names = kept(table.column_names, columns, keep)
    answers = pyarrow.table(answer(table.select(_asked(table.column_names))))
    fields = [table.schema.field(name) for name in names] + list(answers.schema)
    arrays = [table.column(name) for name in names] + answers.columns
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields, answers.schema.metadata))


def _batch(batch: Any, answer: Answer, columns: Sequence[str], keep: Sequence[str] | None) -> Any:
    pyarrow = _import("pyarrow", "a pyarrow RecordBatch")
    table = _pyarrow(pyarrow.Table.from_batches([batch]), answer, columns, keep).combine_chunks()
    arrays = [
        column.chunk(0) if column.num_chunks else pyarrow.array([], column.type)
        for column in table.columns
    ]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=table.schema)


def _reader(reader: Any, answer: Answer, columns: Sequence[str], keep: Sequence[str] | None) -> Any:
    """Batch by batch, so that memory does not grow with the number of rows."""
    pyarrow = _import("pyarrow", "a pyarrow RecordBatchReader")
    schema = _batch(
        pyarrow.RecordBatch.from_pylist([], schema=reader.schema), answer, columns, keep
    ).schema
    batches = (_batch(batch, answer, columns, keep) for batch in reader)
    return pyarrow.RecordBatchReader.from_batches(schema, batches)

