"""The limits of the house: files of at most 300 lines, functions of at most 40, and no pointer above the targets that own one.

Doc comments don't count: a long explanation is no fault. Run by `make lint`.
"""

import re
import sys
from pathlib import Path

FILE_LINES, FUNCTION_LINES = 300, 40
SOURCES = Path(__file__).resolve().parent.parent / "Sources"
POINTERS = re.compile(r"\b(Unsafe\w*Pointer|OpaquePointer|Unmanaged)\b")
POINTER_OWNERS = {"YAML", "Images", "Torch"}
# Bytes have to reach a file or a socket somewhere: these hand a buffer on without keeping it.
BUFFER_HANDLERS = {"Safetensors", "FileSink"}
FORCED = re.compile(r"(\btry!|\bas!|\bfatalError\()")
FUNCTION = re.compile(r"^(\s*)(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|private|fileprivate|internal|package|static|final|mutating|override|convenience|nonisolated)\s+)*(?:func\s|init[?(<])")


def code_lines(text):
    return [line for line in text.splitlines() if not line.lstrip().startswith("///")]


def functions(lines):
    """Yields (line number, length) of each function: from its first line to the brace that closes it at its indentation."""
    for start, line in enumerate(lines):
        match = FUNCTION.match(line)
        if not match:
            continue
        closing = match.group(1) + "}"
        for end in range(start, len(lines)):
            if lines[end].rstrip() == closing or (end == start and line.rstrip().endswith("}")):
                yield start + 1, end - start + 1
                break


def faults(path):
    lines = code_lines(path.read_text())
    target = path.relative_to(SOURCES).parts[0]
    if len(lines) > FILE_LINES:
        yield f"{path}: {len(lines)} lines of code (at most {FILE_LINES})"
    if path.suffix != ".swift":
        return
    for start, length in functions(lines):
        if length > FUNCTION_LINES:
            yield f"{path}: the function at code line {start} has {length} lines (at most {FUNCTION_LINES})"
    for number, line in enumerate(path.read_text().splitlines(), 1):
        code = line.split("//")[0]
        if FORCED.search(code):
            yield f"{path}:{number}: {FORCED.search(code).group(1)} ends the program where an error should be thrown"
        handler = any(path.stem.startswith(name) for name in BUFFER_HANDLERS)
        if target not in POINTER_OWNERS and not handler and POINTERS.search(code):
            yield f"{path}:{number}: a pointer outside of {', '.join(sorted(POINTER_OWNERS))}"


def main():
    found = [
        fault
        for path in sorted(SOURCES.rglob("*"))
        if path.suffix in {".swift", ".c", ".cpp", ".h"}
        for fault in faults(path)
    ]
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
