"""Cells that are merged: only the first one of them holds what stands over all."""

from collections.abc import Sequence

MERGED = "merged"
Corner = tuple[int, int]


class Merged:
    """The merged ranges of a sheet, met row by row; the covered cells get the text but are no values of their own."""

    def __init__(self, ranges: Sequence[tuple[Corner, Corner]]):
        self.coming = sorted(ranges, reverse=True)
        self.open: list[tuple[Corner, Corner, str]] = []

    def cover(self, line: int, cells: list[str]) -> dict[int, str]:
        """Fill in what stands over the cells of this row, and say which they are; an empty row stays one."""
        if not (self.coming or self.open):
            return {}
        while self.coming and self.coming[-1][0][0] < line:
            start, end = self.coming.pop()
            self.open.append((start, end, cells[start[1]] if start[1] < len(cells) else ""))
        self.open = [one for one in self.open if one[1][0] >= line - 1]
        if not any(map(str.strip, cells)):
            return {}
        covered = {}
        for (top, left), (_bottom, right), text in self.open:
            for place in range(left, min(right + 1, len(cells))):
                if text and not cells[place].strip() and (top, left) != (line - 1, place):
                    cells[place], covered[place] = text, MERGED
        return covered
