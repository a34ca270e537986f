"""The tutorial runs from its first cell to its last."""

from __future__ import annotations

from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
pytest.importorskip("pandas")


def test_the_tutorial_runs(tmp_path) -> None:
    path = Path(__file__).parent.parent / "tutorial.ipynb"
    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    maps = [output for output in shown if "<svg" in output.get("data", {}).get("text/html", "")]
    assert len(maps) >= 2, "the journey and the located train show their maps"
    text = "".join(output.get("text", "") for output in shown)
    assert "impossible" in text and "cn-jinzhou" in text


def test_the_tutorial_carries_no_outputs() -> None:
    """They would grow old; whoever opens it runs it."""
    path = Path(__file__).parent.parent / "tutorial.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    assert not any(cell.get("outputs") for cell in cells)
