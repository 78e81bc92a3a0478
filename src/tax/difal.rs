//! `ICMSUFDest`: what the buyer's state takes (EC 87/2015, LC 190/2022, Convênio ICMS 236/2021).

use crate::domain::codes::Orig;
use crate::domain::invoice::{Fcp, IcmsUfDest};
use crate::domain::{Money, Rate, Uf};

use super::icms::{self, Internal};

/// The group for one item of a normal-regime seller, sold to another state and to a buyer who is
/// no contributor (rule 694). Simples owes none (STF, ADI 5464).
///
/// The base is the value of the operation, in every state: one base for buyers who are no
/// contributors (LC 87/1996 art. 13, X and § 7), and a price to a consumer already holds the tax.
pub(super) fn group(v_bc: Money, from: Uf, to: Internal, uf: Uf, orig: Orig) -> IcmsUfDest {
    let p_icms_inter = icms::interstate(from, uf, orig);
    // No state's own rate is below the interstate one; were it so, nothing would be due.
    let difference = to.p_icms.checked_sub(p_icms_inter).unwrap_or(Rate::ZERO);
    // Rule 793: vFCPUFDest = vBCFCPUFDest × pFCPUFDest. Rule 876 keeps it out of ICMS00.
    let fcp =
        (!to.p_fcp.is_zero()).then(|| Fcp { v_bc, p_fcp: to.p_fcp, v_fcp: v_bc.percent(to.p_fcp) });
    IcmsUfDest {
        v_bc_uf_dest: v_bc,
        fcp,
        p_icms_uf_dest: to.p_icms,
        p_icms_inter,
        v_icms_uf_dest: v_bc.percent(difference),
    }
}
