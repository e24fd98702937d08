//! What reading must be told from outside the file.

use crate::calendar::Day;
use crate::model::OwnAccount;
use crate::model::Partner;

/// What reading must be told from outside the file.
#[derive(Clone, Debug, Default)]
pub struct ReadContext {
    /// The account for files that do not name theirs.
    pub account: Option<String>,
    /// Days after it are told; `None`: no day is late enough.
    pub today: Option<Day>,
    /// The one sheet of a workbook that is read; `None`: the one that fits best.
    pub sheet: Option<String>,
    pub own_accounts: Vec<OwnAccount>,
    /// Accounts of banks that earlier files told of, as (institution, number).
    pub learnt_accounts: Vec<(String, String)>,
    pub partners: Vec<Partner>,
}
