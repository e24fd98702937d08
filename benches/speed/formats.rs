//! The invented payments as the statement of one account, in the formats that banks send.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::book::{self, Payment, payments};

/// Writes `count` payments and answers where the file cannot be written.
pub type Writer = fn(&Path, u64) -> Result<(), Box<dyn Error>>;

pub fn csv(path: &Path, count: u64) -> Result<(), Box<dyn Error>> {
    Ok(book::write_payments(path, count)?)
}

/// All amounts together, in whole dong.
pub fn sum(count: u64) -> u64 {
    payments(count).map(|payment| payment.amount).sum()
}

/// One message, however long, that opens at nothing and closes at the sum.
pub fn mt940(path: &Path, count: u64) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, ":20:SK261123\n:25:BFTVVNVX/0011000000099VND\n:28C:00001/001")?;
    writeln!(out, ":60F:C261031VND0,")?;
    for Payment { day, reference, amount, memo, .. } in payments(count) {
        write!(out, ":61:2611{day:02}11{day:02}C{amount},NTRFNONREF//{reference}\n:86:")?;
        write_wrapped(&mut out, &memo)?;
    }
    writeln!(out, ":62F:C261123VND{},\n-", sum(count))?;
    Ok(out.flush()?)
}

/// In lines of 65 letters, as the format wants it.
fn write_wrapped(out: &mut impl Write, text: &str) -> io::Result<()> {
    let letters: Vec<char> = text.chars().collect();
    for line in letters.chunks(65) {
        writeln!(out, "{}", line.iter().collect::<String>())?;
    }
    Ok(())
}

/// One statement with one entry a line, each with the details that banks give of a transfer.
pub fn camt053(path: &Path, count: u64) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>\n\
         <GrpHdr><MsgId>MSG1</MsgId><CreDtTm>2026-11-23T23:00:00+07:00</CreDtTm></GrpHdr>\n\
         <Stmt><Id>ST-0001</Id><Acct><Id><Othr><Id>0011000000099</Id></Othr></Id><Ccy>VND</Ccy>\
         <Svcr><FinInstnId><BICFI>BFTVVNVX</BICFI></FinInstnId></Svcr></Acct>\n"
    )?;
    for (code, amount, day) in [("OPBD", 0, "01"), ("CLBD", sum(count), "23")] {
        writeln!(
            out,
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"VND\">{amount}</Amt>\
             <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-{day}</Dt></Dt></Bal>"
        )?;
    }
    for Payment { day, reference, amount, memo, .. } in payments(count) {
        writeln!(
            out,
            "<Ntry><Amt Ccy=\"VND\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
             <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-{day:02}</Dt></BookgDt>\
             <ValDt><Dt>2026-11-{day:02}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>\
             <NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>\
             <Amt Ccy=\"VND\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
             <RmtInf><Ustrd>{memo}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        )?;
    }
    writeln!(out, "</Stmt></BkToCstmrStmt></Document>")?;
    Ok(out.flush()?)
}

/// Where the amount stands in a row of the workbook.
pub const AMOUNT_COLUMN: u32 = 3;

/// The columns of the canonical CSV on one sheet, amounts as numbers.
pub fn xlsx(path: &Path, count: u64) -> Result<(), Box<dyn Error>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["account", "booked_at", "reference", "amount", "memo", "payer_name"])?;
    for (at, Payment { day, time, reference, amount, memo }) in (1..).zip(payments(count)) {
        sheet.write(at, 0, "0011000000099")?;
        sheet.write(at, 1, format!("2026-11-{day:02}T{time}+07:00"))?;
        sheet.write(at, 2, reference)?;
        // A workbook keeps numbers in binary: exact, far below 2^53.
        sheet.write(at, AMOUNT_COLUMN as u16, u32::try_from(amount)?)?;
        sheet.write(at, 4, memo)?;
    }
    workbook.save(path).map_err(|error: XlsxError| error.into())
}
