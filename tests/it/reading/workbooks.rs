//! Makes the workbook fixtures; they are committed, so this runs by hand only:
//! `cargo test --test it make_workbooks -- --ignored`.

use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError,
};

const MONTH: &str = "Từ/ From: 01/11/2026 Đến/ To: 30/11/2026";

/// Day, document number, debit, credit, balance, memo.
type Line = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const LINES: &[Line] = &[
    ("04/11/2026", "5389 - 10001", "", "150,000", "5,150,000", "LP26110001 VU VAN AN nop le phi"),
    ("04/11/2026", "5390 - 10002", "", "30,000", "5,180,000", "020097042211.10002.LP26110002"),
    ("05/11/2026", "5267 - 10003", "", "30,000", "5,210,000", "nop phi ho so LP 2611 0003"),
    ("05/11/2026", "5267 - 10003", "", "30,000", "5,240,000", "nop phi ho so LP 2611 0003"),
    ("30/11/2026", "9914 - 20001", "8,800", "", "5,231,200", "THU PHI DICH VU T11/2026"),
    ("30/11/2026", "9701 - 0011000000021", "", "412", "5,231,612", "INTEREST PAYMENT"),
];

#[test]
#[ignore = "writes fixtures"]
fn make_workbooks() -> Result<(), XlsxError> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/banks");
    save(vietcombank(LINES, Some(("8,800", "240,412", "5,231,612")), 0)?, &folder, "whole")?;
    save(
        vietcombank(LINES, Some(("8,800", "240,412", "5,231,612")), 1)?,
        &folder,
        "helper_column",
    )?;
    save(vietcombank(LINES, Some(("8,800", "250,412", "5,241,612")), 0)?, &folder, "wrong_totals")?;
    save(vietcombank(&LINES[..4], None, 0)?, &folder, "cut")?;
    let mut bad = LINES.to_vec();
    bad[1] = ("31/11/2026", "5390 - 10002", "", "30,000", "5,180,000", "LP26110002");
    bad[2].3 = "3O,000";
    save(vietcombank(&bad, Some(("8,800", "240,412", "5,231,612")), 0)?, &folder, "bad_cells")?;
    save(typed()?, &folder, "typed_cells")?;
    invoices()?.save(folder.join("invoices/workbook.xlsx"))?;
    vnpay(&folder)?.save(folder.join("vnpay_fee_report/report.xlsx"))?;
    merged()?.save(folder.join("mb_business/merged.xlsx"))?;
    for (path, sheet) in TABLES {
        let text = std::fs::read_to_string(folder.join(path))?;
        let mut table = table(&[(sheet, &text)])?;
        table.save(folder.join(path).with_extension("xlsx"))?;
    }
    let text = std::fs::read_to_string(folder.join("vietcombank/cashup.csv"))?;
    let (first, second) = text.rsplit_once("\"SAO KÊ").expect("two accounts");
    let headings = text.split_once("\"STT").expect("headings").1;
    let headings = headings.split_once("Số dư đầu kỳ").expect("rows").0;
    let second = second.replacen("Số dư đầu kỳ", &format!("\"STT{headings}Số dư đầu kỳ"), 1);
    let second = format!("\"SAO KÊ{second}");
    let mut apart = table(&[("0011001932418", first), ("0011009999994", &second)])?;
    apart.save(folder.join("vietcombank/account_a_sheet.xlsx"))
}

/// Fixtures that banks send as workbooks, written as text, with the name of their sheet.
const TABLES: [(&str, &str); 6] = [
    ("agribank_business/list.tsv", "Sheet1"),
    ("bidv/corporate.tsv", "Sheet1"),
    ("msb/statement.tsv", "Sheet1"),
    ("tpbank/statement.tsv", "VN"),
    ("vib/statement.tsv", "CURRENTACCOUNTSTATEMENT"),
    ("vietcombank/cashup.csv", "VCBACCOUNTDETAIL"),
];

/// Sheets of text cells as they stand in delimited texts.
fn table(sheets: &[(&str, &str)]) -> Result<Workbook, XlsxError> {
    let mut workbook = workbook()?;
    for (name, text) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name)?;
        let delimiter = if text.contains('\t') { b'\t' } else { b',' };
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).flexible(true).delimiter(delimiter);
        for record in reader.from_reader(text.as_bytes()).records() {
            let record = record.expect("a sound fixture");
            let row = record.position().expect("it stands somewhere").line() - 1;
            let row = u32::try_from(row).expect("a short fixture");
            let cells: Vec<&str> = record.iter().collect();
            write(sheet, row, 0, &cells)?;
        }
    }
    Ok(workbook)
}

fn save(mut workbook: Workbook, folder: &Path, name: &str) -> Result<(), XlsxError> {
    workbook.save(folder.join(format!("vietcombank/{name}.xlsx")))
}

/// The same bytes on every run: the package would write the hour into the file.
fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let at = ExcelDateTime::from_ymd(2026, 11, 23)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&at));
    Ok(workbook)
}

/// Writes rows of text cells from a row on; empty texts are cells too, as in the bank's own files.
fn write(sheet: &mut Worksheet, row: u32, column: u16, cells: &[&str]) -> Result<(), XlsxError> {
    for (at, text) in (column..).zip(cells) {
        sheet.write_string(row, at, *text)?;
    }
    Ok(())
}

/// Corporate statement: column A hidden and empty, amounts as text, `shift` helper columns after
/// the first.
fn vietcombank(
    lines: &[Line],
    footer: Option<(&str, &str, &str)>,
    shift: u32,
) -> Result<Workbook, XlsxError> {
    let mut workbook = workbook()?;
    let hidden = workbook.add_worksheet();
    hidden.set_name("Old")?.set_hidden(true);
    write(
        hidden,
        0,
        0,
        &["Ngày/ TNX Date/ Số CT/ Doc No", "Debit", "Credit", "Số dư", "Nội dung chi tiết"],
    )?;
    let sheet = workbook.add_worksheet();
    sheet.set_name("Vietcombank_Account_Statement")?.set_active(true);
    sheet.set_column_hidden(0)?;
    write(sheet, 0, 1, &["SAO KÊ TÀI KHOẢN\nSTATEMENT OF ACCOUNT"])?;
    write(sheet, 2, 1, &["Tên tài khoản/ Account name:", "", "TRUNG TAM HANH CHINH CONG MAU"])?;
    write(sheet, 3, 1, &["Số tài khoản/ Account number:", "", "0011000000021"])?;
    write(sheet, 4, 1, &["Loại tiền/ Currency:", "", "VND"])?;
    write(sheet, 7, 1, &[MONTH])?;
    write(sheet, 9, 1, &["Số dư đầu kỳ/ Opening balance :", "", "5,000,000 VND"])?;
    let header = 12 + shift;
    let first = u16::try_from(2 + shift).expect("a small number");
    write(sheet, header, 1, &["STT\nNo."])?;
    if shift > 0 {
        write(sheet, header, 2, &["Lọc ngày"])?;
    }
    let headings = [
        "Ngày1/\nTNX Date/ Số CT/ Doc No",
        "Ngày hiệu lực2/\nEffective date",
        "Số tiền ghi nợ/\nDebit",
        "Số tiền ghi có/\nCredit",
        "Số dư/\nBalance",
        "Nội dung chi tiết/\nTransactions in detail",
    ];
    write(sheet, header, first, &headings)?;
    // The bank formats its row numbers as dates.
    let as_date = Format::new().set_num_format("dd/mm/yyyy");
    let mut row = header;
    for (number, (day, document, debit, credit, balance, memo)) in (1u32..).zip(lines) {
        row += 1;
        sheet.write_number_with_format(row, 1, number, &as_date)?;
        if shift > 0 {
            write(sheet, row, 2, &[&day[..2]])?;
        }
        let both = format!("{day}\n{document}");
        write(sheet, row, first, &[&both, day, debit, credit, balance, memo])?;
    }
    if let Some((debit, credit, closing)) = footer {
        write(sheet, row + 1, 1, &["Tổng số/\nTotal"])?;
        write(sheet, row + 1, first + 2, &[debit, credit])?;
        let closing = format!("{closing} VND");
        write(sheet, row + 2, 1, &["Số dư cuối kỳ/ Closing balance :", "", &closing])?;
        write(sheet, row + 4, 1, &["1. Ngày giao dịch / Transaction date"])?;
        write(sheet, row + 5, 1, &["Chứng từ này được in từ hệ thống"])?;
        write(sheet, row + 7, 2, &["Người lập", "", "Kế toán trưởng"])?;
    }
    Ok(workbook)
}

/// What becomes of the same statement once somebody saved it with real numbers, days and formulas.
fn typed() -> Result<Workbook, XlsxError> {
    let mut workbook = workbook()?;
    let as_date = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = workbook.add_worksheet();
    sheet.set_name("Sao kê")?;
    write(sheet, 0, 0, &["STATEMENT OF ACCOUNT"])?;
    write(sheet, 1, 0, &["Account number", "0011000000021"])?;
    let headings = ["TNX Date", "Effective date", "Debit", "Credit", "Transactions in detail"];
    write(sheet, 3, 0, &headings)?;
    let day = ExcelDateTime::from_ymd(2026, 11, 5)?;
    for (row, credit) in [(4, 150_000.0), (5, 30_000.5), (6, 9_007_199_254_740_993.0)] {
        write(sheet, row, 0, &["05/11/2026 5389 - 1"])?;
        sheet.write_datetime_with_format(row, 1, &day, &as_date)?;
        sheet.write_number(row, 3, credit)?;
        write(sheet, row, 4, &["LP26110001"])?;
    }
    for (row, result) in [(7, "70000"), (8, "#REF!")] {
        write(sheet, row, 0, &["06/11/2026 5389 - 2"])?;
        sheet.write_formula(row, 3, Formula::new("=D5-80000").set_result(result))?;
        write(sheet, row, 4, &["LP26110002"])?;
    }
    write(sheet, 9, 0, &["Closing balance", "220,000 VND"])?;
    Ok(workbook)
}

/// Invoices with real numbers and days; a second sheet with the same headings, and one that is a
/// summary.
fn invoices() -> Result<Workbook, XlsxError> {
    let mut workbook = workbook()?;
    let as_date = Format::new().set_num_format("dd/mm/yyyy");
    let headings = [
        "STT",
        "Số hóa đơn",
        "Mã hồ sơ",
        "Họ tên người nộp",
        "Tên khoản thu",
        "Số tiền",
        "Ngày lập",
    ];
    for name in ["Tháng 11", "Tháng 12", "Summary"] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        write(sheet, 0, 0, &["DANH SÁCH HÓA ĐƠN PHÍ, LỆ PHÍ"])?;
        write(sheet, 2, 0, &headings)?;
    }
    let sheet = workbook.worksheet_from_name("Tháng 11")?;
    let lines = [
        ("HD2611-00000021", "Vũ Văn An", "Phí thẩm định", 100_000, 5),
        ("HD2611-00000021", "", "Lệ phí cấp giấy", 50_000, 5),
        ("HD2611-00000022", "Bùi Thị Bình", "Phí thẩm định", 1_250_000, 6),
    ];
    for (row, (number, payer, fee, amount, day)) in (3u32..).zip(lines) {
        sheet.write_number(row, 0, row - 2)?;
        write(sheet, row, 1, &[number, "", payer, fee])?;
        sheet.write_number(row, 5, amount)?;
        let day = ExcelDateTime::from_ymd(2026, 11, day)?;
        sheet.write_datetime_with_format(row, 6, &day, &as_date)?;
    }
    write(workbook.worksheet_from_name("Tháng 12")?, 3, 1, &["HD2612-00000001", "", "", "", "5"])?;
    let sheet = workbook.worksheet_from_name("Tháng 11")?;
    write(sheet, 6, 1, &["Tổng cộng"])?;
    sheet.write_number(6, 5, 1_400_000)?;
    write(sheet, 8, 1, &["Người lập biểu", "", "", "Kế toán trưởng"])?;
    Ok(workbook)
}

/// MB's workbook: bilingual headings, merged cells, so that the columns are 0, 1, 3, 4, 5, 8, 11
/// and 12.
fn merged() -> Result<Workbook, XlsxError> {
    let mut workbook = workbook()?;
    let sheet = workbook.add_worksheet();
    sheet.set_name("Thông tin giao dịch")?;
    for (row, text) in [
        (0, "SỔ PHỤ CHI TIẾT KIÊM BÁO NỢ/BÁO CÓ"),
        (3, "Tài khoản/ Account No: 0000000000021"),
        (4, "Loại tiền/Currency: VND"),
        (5, "Từ ngày/From: 01/11/2026 Đến ngày/To: 30/11/2026"),
        (6, "Số dư đầu kỳ/ Opening Balance: 2,154 VND"),
        (19, "Số dư cuối kỳ/ Closing Balance: 141,154 VND"),
    ] {
        write(sheet, row, 0, &[text])?;
    }
    let headings = [
        (0, "Ngày giao dịch/\nTransaction Date"),
        (1, "Ngày hạch toán/\nAccounting Date"),
        (3, "Số bút toán/\nTransaction No"),
        (4, "Phát sinh nợ/\nDebit"),
        (5, "Phát sinh có/\nCredit"),
        (8, "Nội dung/\nDetails"),
        (11, "Đơn vị thụ hưởng/Đơn vị chuyển\nBeneficiary/Applicant"),
        (12, "Tài khoản/\nAccount"),
    ];
    for (column, heading) in headings {
        write(sheet, 16, column, &[heading])?;
    }
    let rows = [
        ("05/11/2026 08:15:07", "FT26309000000001", "", "150,000", "LP26110001", "VU VAN AN"),
        ("30/11/2026 23:00:00", "MB", "11,000", "", "Thu phi SMS", ""),
    ];
    for (row, (day, reference, debit, credit, memo, name)) in (17u32..).zip(rows) {
        write(sheet, row, 0, &[day, day, "", reference, debit, credit])?;
        write(sheet, row, 8, &[memo])?;
        write(sheet, row, 11, &[name, "0000000000031"])?;
    }
    Ok(workbook)
}

/// The fee report of `report.tsv` as the portal's workbook: amounts are numbers there.
fn vnpay(folder: &Path) -> Result<Workbook, XlsxError> {
    let text = std::fs::read_to_string(folder.join("vnpay_fee_report/report.tsv"))?;
    let mut workbook = workbook()?;
    let sheet = workbook.add_worksheet();
    let headings: Vec<&str> = text.lines().nth(2).expect("the header").split('\t').collect();
    for (row, line) in (0u32..).zip(text.lines()) {
        for (at, (column, cell)) in (0u16..).zip(line.split('\t')).enumerate() {
            let is_amount = row > 2 && headings[at].starts_with("Số tiền");
            match cell.parse::<u32>() {
                Ok(number) if is_amount => sheet.write_number(row, column, number)?,
                _ if cell.is_empty() => continue,
                _ => sheet.write_string(row, column, cell)?,
            };
        }
    }
    Ok(workbook)
}
