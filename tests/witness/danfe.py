"""Renders notes with brazilfiscalreport: one line for each, its name and the PDF's size."""

import sys

from brazilfiscalreport.danfe import Danfe

for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        pdf = bytes(Danfe(xml=file.read()).output())
    if not pdf.startswith(b"%PDF-"):
        sys.exit(f"{path}: no PDF")
    print(path, len(pdf))
