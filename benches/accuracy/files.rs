//! Writes the month as the files that the program reads from everybody: canonical CSV.

use std::io;
use std::path::Path;

use crate::truth::Payment;
use crate::world::{State, World, day_text};

/// The agency's accounts, in the order of the constants in `banks`; the last is at a gateway.
pub const ACCOUNTS: &[&str] =
    &["0011009900001", "1201100990001", "1500201990001", "111200990001", "0990000990001", "CTT01"];

pub fn write_invoices(path: &Path, world: &World) -> io::Result<()> {
    let mut out = csv::Writer::from_path(path)?;
    out.write_record([
        "number",
        "dossier_code",
        "payment_code",
        "virtual_account",
        "payer_name",
        "payer_id",
        "kind",
        "fee_name",
        "amount",
        "issued_on",
        "status",
    ])?;
    for invoice in &world.invoices {
        let status = match invoice.state {
            State::Open | State::Settled => "open",
            State::Cancelled => "cancelled",
            State::Exempt => "exempt",
        };
        out.write_record([
            &invoice.number,
            &invoice.dossier,
            &invoice.payment_codes.join(";"),
            &invoice.virtual_account,
            &invoice.payer.name,
            &invoice.payer.id,
            "phi",
            "Phí giải quyết hồ sơ",
            &invoice.amount.to_string(),
            &day_text(invoice.issued),
            status,
        ])?;
    }
    out.flush()
}

/// One file an account; answers the names of those that have rows.
pub fn write_payments(
    folder: &Path,
    prefix: &str,
    payments: &[Payment],
) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for (place, account) in ACCOUNTS.iter().enumerate() {
        let mut rows: Vec<&Payment> = payments.iter().filter(|p| p.account == place).collect();
        if rows.is_empty() {
            continue;
        }
        rows.sort_by_key(|row| (row.day, row.second));
        let name = format!("{prefix}-{account}.csv");
        let mut out = csv::Writer::from_path(folder.join(&name))?;
        out.write_record([
            "account",
            "booked_at",
            "reference",
            "amount",
            "fee",
            "memo",
            "payer_name",
            "payer_account",
            "virtual_account",
            "code",
            "status",
            "original_reference",
        ])?;
        for row in rows {
            let (hour, minute, second) = (row.second / 3600, row.second / 60 % 60, row.second % 60);
            let day = day_text(row.day);
            out.write_record([
                *account,
                &format!("{day}T{hour:02}:{minute:02}:{second:02}+07:00"),
                &row.reference,
                &row.amount.to_string(),
                &row.fee.to_string(),
                &row.memo,
                &row.payer_name,
                &row.payer_account,
                &row.virtual_account,
                &row.code,
                row.status,
                &row.original_reference,
            ])?;
        }
        out.flush()?;
        names.push(name);
    }
    Ok(names)
}
