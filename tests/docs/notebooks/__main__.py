"""Run every notebook of the documentation and keep its answers in it."""

from tests.docs.notebooks.running import FOLDER, notebooks, write

AGAIN = "uv run python -m tests.docs.notebooks"
"""How the answers are made again."""

if __name__ == "__main__":
    for path in notebooks():
        write(path)
        print(f"written: {path.relative_to(FOLDER.parents[1])}")
