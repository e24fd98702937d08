//! Hostile tables: forged ranges, deep nesting, endless cells and rows. Each is made here and read
//! by a program whose memory the system bounds: what it holds is refused in words or read as far as
//! it makes sense, never an end without one.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// All memory of the program, in kilobytes: what SQLite, the libraries and a few megabytes of rows
/// take, and no more.
const MEMORY_KB: u32 = 600_000;

/// What a dry import says of the file, as JSON of the contract.
pub fn read(name: &str, bytes: &[u8]) -> Value {
    let home = TempDir::new().expect("a temporary folder can be made");
    fs::write(home.path().join(name), bytes).expect("the test's folder is ours");
    let limited = format!("ulimit -v {MEMORY_KB} && exec \"$@\"");
    let output = Command::new("sh")
        .args(["-c", &limited, "sh", env!("CARGO_BIN_EXE_doisoat")])
        .args(["import", "--json", "--dry-run", name])
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .env("DOISOAT_DB", "book.db")
        .env("DOISOAT_NOW", "2026-11-23T17:00:00+07:00")
        .stdin(Stdio::null())
        .output()
        .expect("the program was built with the tests");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(matches!(output.status.code(), Some(0..=2)), "{name}: {} {stderr}", output.status);
    assert!(!stderr.contains("panicked"), "{name}: {stderr}");
    let told: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{name}: no JSON ({error}): {stderr}"));
    told["files"][0].clone()
}

fn error_of(name: &str, bytes: &[u8]) -> String {
    let told = read(name, bytes);
    told["error"]["code"].as_str().unwrap_or("none").to_owned()
}

/// A workbook of one sheet, whose XML is given; the text of its only shared string too.
fn workbook(sheet: &str, shared: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" \
                 Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"A\" \
                 sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" \
                 Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship \
                 Id=\"r2\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/>\
                 </Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\">{sheet}</worksheet>")),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\"><si><t>{shared}</t></si></sst>")),
    ];
    zipped(&parts)
}

pub fn zipped(parts: &[(&str, impl AsRef<[u8]>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file can be begun");
        zip.write_all(text.as_ref()).expect("a vector takes all");
    }
    zip.finish().expect("a vector takes all").into_inner()
}

/// A row of text cells from column A on.
fn row(number: u32, cells: &[&str]) -> String {
    let mut row = format!("<row r=\"{number}\">");
    for (letter, cell) in ('A'..).zip(cells) {
        let _ = write!(row, "<c r=\"{letter}{number}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>");
    }
    row + "</row>"
}

const HEADINGS: [&str; 4] = ["account", "booked_at", "amount", "memo"];
const PAYMENT: [&str; 4] = ["0011", "2026-11-23", "150000", "nop phi"];

/// The tables of an OpenDocument workbook.
fn open_document(tables: &str) -> Vec<u8> {
    let names = ["office", "table", "text"]
        .map(|name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""));
    let content = format!(
        "<office:document-content {}><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>",
        names.join(" ")
    );
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
        ("content.xml", content),
        ("META-INF/manifest.xml", "<manifest:manifest/>".to_owned()),
    ])
}

fn open_row(cells: &[&str], attributes: &str) -> String {
    let cells: String = cells
        .iter()
        .map(|cell| {
            format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p>\
                 </table:table-cell>"
            )
        })
        .collect();
    format!("<table:table-row{attributes}>{cells}</table:table-row>")
}

#[test]
fn a_forged_range_costs_nothing() {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>5</v></c></row>";
    let rows = row(1, &HEADINGS) + &row(2, &PAYMENT) + far;
    let sheet = format!("<dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData>");
    let told = read("forged.xlsx", &workbook(&sheet, ""));
    assert_eq!((&told["error"], &told["new"]), (&Value::Null, &1.into()));
}

#[test]
fn deep_nesting_is_no_way_down() {
    let deep = "<a>".repeat(300_000) + &"</a>".repeat(300_000);
    let sheet = format!("<sheetData>{}{}{deep}</sheetData>", row(1, &HEADINGS), row(2, &PAYMENT));
    read("deep.xlsx", &workbook(&sheet, ""));
    let table = format!(
        "<table:table table:name=\"A\">{}</table:table>",
        "<table:table-row-group>".repeat(300_000)
    );
    read("deep.ods", &open_document(&table));
    let page = "<table><tr><td>".repeat(300_000) + "account</table>";
    assert_eq!(error_of("deep.html", page.as_bytes()), "header_not_found");
    let xml = "<Document>".repeat(300_000);
    read("deep.xml", format!("<?xml version=\"1.0\"?>{xml}").as_bytes());
    let json = "[".repeat(300_000);
    read("deep.json", json.as_bytes());
    read("deep.jsonl", ("{\"a\":".repeat(300_000) + "1").as_bytes());
}

#[test]
fn endless_cells_are_refused_where_they_stand() {
    let long = "a".repeat(1_000_000);
    let bad = [PAYMENT[0], PAYMENT[1], PAYMENT[2], &long];
    let rows = row(1, &HEADINGS) + &row(2, &PAYMENT) + &row(3, &bad);
    let told = read("long.xlsx", &workbook(&format!("<sheetData>{rows}</sheetData>"), ""));
    assert_eq!((&told["new"], &told["refused"]), (&1.into(), &1.into()), "{}", told["error"]);
    let shared = "a".repeat(400 << 20);
    let mut lying = workbook("<sheetData/>", &shared);
    assert_eq!(error_of("shared.xlsx", &lying), "file_too_large");
    let at = lying.windows(17).rposition(|name| name == b"sharedStrings.xml").expect("there");
    lying[at - 3 - 46 + 24..at - 3 - 46 + 28].copy_from_slice(&100u32.to_le_bytes());
    assert_ne!(error_of("lying.xlsx", &lying), "none");
    let cells = |cells: &[&str]| format!("<tr><td>{}</tr>", cells.join("<td>"));
    let page = format!("<table>{}{}{}", cells(&HEADINGS), cells(&PAYMENT), cells(&bad));
    let told = read("long.xls", page.as_bytes());
    assert_eq!((&told["new"], &told["refused"]), (&1.into(), &1.into()), "{}", told["error"]);
    let endless = format!("<table>{}<tr><td>{}", cells(&HEADINGS), long.repeat(3));
    assert_eq!(error_of("endless.html", endless.as_bytes()), "format_damaged");
    let tag = format!("<table><tr><td title=\"{}", long.repeat(3));
    assert_eq!(error_of("tag.html", tag.as_bytes()), "format_damaged");
    let table = [&HEADINGS, &PAYMENT, &bad].map(|cells| open_row(cells, "")).concat();
    let table = format!("<table:table table:name=\"A\">{table}</table:table>");
    let told = read("long.ods", &open_document(&table));
    assert_eq!((&told["new"], &told["refused"]), (&1.into(), &1.into()), "{}", told["error"]);
}

#[test]
fn a_million_columns_are_no_table() {
    let heads = HEADINGS.join(",");
    let wide = ",".repeat(1_000_000);
    let text = format!("{heads}\n{}\n{}{wide}\n", PAYMENT.join(","), PAYMENT.join(","));
    let told = read("wide.csv", text.as_bytes());
    assert_eq!((&told["new"], &told["refused"]), (&1.into(), &1.into()), "{}", told["error"]);
    let all_wide = format!("{wide}\n").repeat(3);
    assert_eq!(error_of("all_wide.csv", all_wide.as_bytes()), "header_not_found");
    let page = format!("<table><tr>{}", "<td>a".repeat(1_000_000));
    assert_eq!(error_of("wide.html", page.as_bytes()), "no_layout_fits");
}

#[test]
fn repeated_rows_have_an_end() {
    let head = open_row(&HEADINGS, "");
    let blank = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell \
                 table:number-columns-repeated=\"16384\"/></table:table-row>";
    let table = |rows: &str| format!("<table:table table:name=\"A\">{head}{rows}</table:table>");
    let one = open_row(&PAYMENT, "");
    let told = read("blank.ods", &open_document(&table(&(blank.to_owned() + &one))));
    assert_eq!(told["new"], 1, "{}", told["error"]);
    let full = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell \
                table:number-columns-repeated=\"16384\" office:value-type=\"string\"><text:p>a\
                </text:p></table:table-cell></table:table-row>";
    let seen = error_of("full.ods", &open_document(&table(full)));
    assert_eq!(seen, "format_damaged");
}
