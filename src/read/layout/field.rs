//! What a column may hold: the words that layouts use on their left side.

use serde::Deserialize;

use crate::model::FileKind;

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident = $code:literal, $payments:literal, $invoices:literal;)*) => {
        /// A field of a payment or of an invoice line.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
        pub enum Field { $($(#[$doc])* #[serde(rename = $code)] $field,)* }

        impl Field {
            pub const ALL: &'static [Field] = &[$(Field::$field),*];

            pub fn code(self) -> &'static str {
                match self { $(Field::$field => $code),* }
            }

            /// Whether files of this kind have the field.
            pub fn belongs_to(self, kind: FileKind) -> bool {
                let (payments, invoices) =
                    match self { $(Field::$field => ($payments, $invoices)),* };
                match kind {
                    FileKind::Payments => payments,
                    FileKind::Invoices => invoices,
                }
            }
        }
    };
}

fields! {
    // field = code in layouts, in payments, in invoices
    Account = "account", true, false;
    /// Who keeps the account, in files that speak of accounts at several banks.
    Bank = "bank", true, false;
    Booked = "booked", true, false;
    /// The time of the day in `booked`, where it has a column of its own.
    BookedTime = "booked_time", true, false;
    /// A day and, after white space, a reference in one cell.
    BookedAndReference = "booked_and_reference", true, false;
    ValueDay = "value_day", true, false;
    Reference = "reference", true, false;
    Amount = "amount", true, true;
    /// The part of an invoice that is a phí, where one row has both parts in columns of their own.
    Phi = "phi", false, true;
    /// The part that is a lệ phí.
    LePhi = "le_phi", false, true;
    /// Whether money was paid or given back (`[rows.operation]`).
    Operation = "operation", true, false;
    /// Holds `+` or `-`, or the words of `[rows.signs]`, beside an unsigned amount.
    Sign = "sign", true, false;
    Debit = "debit", true, false;
    Credit = "credit", true, false;
    Balance = "balance", true, false;
    Fee = "fee", true, false;
    /// Fee or interest that a bank writes beside debit and credit of the same row.
    Charge = "charge", true, false;
    /// The tax on it.
    ChargeTax = "charge_tax", true, false;
    Net = "net", true, false;
    PaidByPayer = "paid_by_payer", true, false;
    SettledBase = "settled_base", true, false;
    Memo = "memo", true, false;
    Code = "code", true, false;
    OriginalReference = "original_reference", true, false;
    Number = "number", false, true;
    Form = "form", false, true;
    Series = "series", false, true;
    CollectorTaxId = "collector_tax_id", false, true;
    DossierCode = "dossier_code", false, true;
    PaymentCode = "payment_code", false, true;
    PayerId = "payer_id", false, true;
    ProcedureCode = "procedure_code", false, true;
    AgencyCode = "agency_code", false, true;
    Kind = "kind", false, true;
    FeeCode = "fee_code", false, true;
    FeeName = "fee_name", false, true;
    IssuedOn = "issued_on", false, true;
    DueOn = "due_on", false, true;
    AcceptedOn = "accepted_on", false, true;
    AgencyPaidOn = "agency_paid_on", false, true;
    AgencyPaymentReference = "agency_payment_reference", false, true;
    PaidOnline = "paid_online", false, true;
    PayerName = "payer_name", true, true;
    PayerAccount = "payer_account", true, true;
    VirtualAccount = "virtual_account", true, true;
    Channel = "channel", true, true;
    Currency = "currency", true, true;
    Status = "status", true, true;
    /// A second column of status; the payment is what the worse of both says.
    SecondStatus = "second_status", true, false;
}

impl Field {
    /// Fields that nearly every file has come first.
    pub fn rank_of_use(self) -> usize {
        const USUAL: [Field; 12] = [
            Field::Booked,
            Field::Number,
            Field::Reference,
            Field::Memo,
            Field::Credit,
            Field::Debit,
            Field::Amount,
            Field::Balance,
            Field::PayerName,
            Field::PayerAccount,
            Field::DossierCode,
            Field::Status,
        ];
        USUAL.iter().position(|field| *field == self).unwrap_or(USUAL.len())
    }

    /// Whether a day stands in it.
    pub fn is_day(self) -> bool {
        matches!(
            self,
            Field::Booked
                | Field::ValueDay
                | Field::IssuedOn
                | Field::DueOn
                | Field::AcceptedOn
                | Field::AgencyPaidOn
        )
    }

    pub fn is_money(self) -> bool {
        matches!(
            self,
            Field::Amount
                | Field::Phi
                | Field::LePhi
                | Field::Debit
                | Field::Credit
                | Field::Balance
                | Field::Fee
                | Field::Charge
                | Field::ChargeTax
                | Field::Net
                | Field::PaidByPayer
                | Field::SettledBase
        )
    }
}
