"""Reads notes with nfelib and adds up their items. One line for each file: its name and each total,
summed here from the items; the exit status is 1 when a total of the note says otherwise."""

import sys
from decimal import Decimal

from nfelib.nfe.bindings.v4_0.nfe_v4_00 import Nfe
from nfelib.nfe.bindings.v4_0.proc_nfe_v4_00 import NfeProc


def amount(parent, name):
    value = getattr(parent, name, None)
    return Decimal(value) if value is not None else Decimal(0)


def only(group):
    """The one group that stands in ICMS, PIS, COFINS."""
    if group is None:
        return None
    there = [value for value in vars(group).values() if value is not None]
    return there[0] if there else None


def sums(det):
    total = {}

    def add(name, value):
        total[name] = total.get(name, Decimal(0)) + value

    for item in det:
        prod, tax = item.prod, item.imposto
        icms = only(tax.ICMS)
        mark = getattr(icms, "indDeduzDeson", None)
        deducted = amount(icms, "vICMSDeson") if mark is not None and mark.value == "1" else Decimal(0)
        ipi = only_trib(tax.IPI)
        for name in ("vProd", "vFrete", "vDesc", "vOutro"):
            add(name, amount(prod, name))
        for name in ("vBC", "vICMS", "vICMSDeson", "vFCP", "vBCST", "vFCPST", "vFCPSTRet"):
            add(name, amount(icms, name))
        add("vST", amount(icms, "vICMSST"))
        add("vIPI", amount(ipi, "vIPI"))
        add("vPIS", amount(only(tax.PIS), "vPIS"))
        add("vCOFINS", amount(only(tax.COFINS), "vCOFINS"))
        add("vFCPUFDest", amount(tax.ICMSUFDest, "vFCPUFDest"))
        add("vICMSUFDest", amount(tax.ICMSUFDest, "vICMSUFDest"))
        add(
            "vNF",
            amount(prod, "vProd") - amount(prod, "vDesc") - deducted
            + amount(icms, "vICMSST") + amount(icms, "vFCPST")
            + amount(prod, "vFrete") + amount(prod, "vOutro") + amount(ipi, "vIPI"),
        )
    return total


def only_trib(ipi):
    return getattr(ipi, "IPITrib", None)


def main(paths):
    wrong = 0
    for path in paths:
        with open(path, "rb") as file:
            is_proc = b"<nfeProc" in file.read(200)
        note = NfeProc.from_path(path).NFe if is_proc else Nfe.from_path(path)
        note = note.infNFe
        told, summed = note.total.ICMSTot, sums(note.det)
        print(path, *(f"{name}={value}" for name, value in sorted(summed.items())))
        for name, value in summed.items():
            if amount(told, name) != value:
                print(f"{path}: {name} is {amount(told, name)}, its items sum to {value}", file=sys.stderr)
                wrong = 1
        paid = sum(amount(it, "vPag") for it in note.pag.detPag)
        if paid != summed["vNF"]:
            print(f"{path}: paid {paid}, vNF {summed['vNF']}", file=sys.stderr)
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
