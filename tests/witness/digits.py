"""Reads lines `kind text right|wrong` and says each whose check digits another library judges
otherwise. kind is cpf, cnpj, or a state's two letters."""

import sys

from brutils import cnpj, cpf
from erpbrasil.base.fiscal.ie import validar

wrong = count = 0
for line in sys.stdin:
    kind, text, told = line.split()
    count += 1
    if kind == "cpf":
        found = cpf.is_valid(text)
    elif kind == "cnpj":
        found = cnpj.is_valid(text)
    else:
        found = bool(validar(kind.lower(), text))
    if found != (told == "right"):
        wrong += 1
        if wrong <= 20:
            print(f"{kind} {text}: {told} here, otherwise there", file=sys.stderr)
print(count)
sys.exit(1 if wrong else 0)
