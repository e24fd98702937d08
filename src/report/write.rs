//! Tables for other programs: CSV and JSON, with keys and codes whatever the language.

use serde_json::{Map, Value, json};

use crate::model::{Cell, Table};
use crate::text;

/// Headings are keys; totals come last. What foreign text brings is no formula to a spreadsheet.
pub fn csv(table: &Table) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut put = |cells: Vec<String>| writer.write_record(cells).expect("memory takes every row");
    put(table.columns.iter().map(|column| column.key.to_owned()).collect());
    for row in table.rows.iter().chain(&table.totals) {
        put(row.iter().map(csv_cell).collect());
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("made of texts")
}

/// `{"name", "notes": {…}, "rows": […], "totals": […]}`; amounts are decimal strings.
pub fn json(table: &Table) -> String {
    let object = |row: &Vec<Cell>| -> Value {
        let pairs = table.columns.iter().zip(row);
        let pairs = pairs.map(|(column, cell)| (column.key.to_owned(), json_cell(cell)));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    let notes = table.notes.iter().map(|(key, cell)| ((*key).to_owned(), json_cell(cell)));
    let value = json!({
        "name": table.name,
        "notes": Value::Object(notes.collect()),
        "rows": table.rows.iter().map(object).collect::<Vec<_>>(),
        "totals": table.totals.iter().map(object).collect::<Vec<_>>(),
    });
    let text = text::json_escaped(value.to_string());
    format!("{text}\n")
}

fn json_cell(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Number(number) => json!(number),
        Cell::Text(text) => json!(text),
        Cell::Key(_) | Cell::Money(_) | Cell::Day(_) | Cell::Moment(_) => json!(plain(cell)),
    }
}

fn csv_cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text::csv_cell(text),
        _ => plain(cell),
    }
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Key(key) => key.rsplit('.').next().unwrap_or(key).to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Money(amount) => amount.to_plain(),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(moment) => moment.to_iso(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Day, Moment};
    use crate::model::{Align, Column};
    use crate::money::{Currency, Money};

    fn table() -> Table {
        let column = |key| Column { key, align: Align::Left };
        let day = Day::parse("2026-11-05").expect("a day");
        Table {
            name: "test",
            notes: vec![("period", Cell::Day(day))],
            columns: vec![column("memo"), column("amount"), column("class"), column("booked")],
            rows: vec![vec![
                Cell::Text("=HYPERLINK(\"x\"), a".to_owned()),
                Cell::Money(Money::from_minor(-3000, Currency::VND)),
                Cell::Key("class.paid_twice".to_owned()),
                Cell::Moment(Moment::on(day)),
            ]],
            totals: vec![vec![
                Cell::Key("table.total".to_owned()),
                Cell::Number(-2),
                Cell::Empty,
                Cell::Empty,
            ]],
        }
    }

    #[test]
    fn csv_holds_keys_codes_and_no_formula() {
        let text = csv(&table());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "memo,amount,class,booked");
        let row = r#""'=HYPERLINK(""x""), a",-3000,paid_twice,2026-11-05T00:00:00+07:00"#;
        assert_eq!(lines[1], row);
        assert_eq!(lines[2], "total,-2,,");
    }

    #[test]
    fn json_keeps_foreign_text_as_it_is() {
        let value: Value = serde_json::from_str(&json(&table())).expect("JSON");
        assert_eq!(value["rows"][0]["memo"], "=HYPERLINK(\"x\"), a");
        assert_eq!(value["rows"][0]["amount"], "-3000");
        assert_eq!(value["notes"]["period"], "2026-11-05");
        assert_eq!(value["totals"][0]["class"], Value::Null);
    }
}
