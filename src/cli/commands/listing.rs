//! A list on its way out: each object as a table row, a CSV row, a JSON line or an element of one
//! JSON object.

use serde_json::Value;

use crate::cli::context::Output;
use crate::cli::rows::{Shape, csv_cell};
use crate::cli::{json, table};
use crate::lang::Lang;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Table,
    Csv,
    Jsonl,
    /// `{"rows": […]}`.
    Json,
}

pub struct Listing<'a> {
    out: &'a mut Output,
    shape: &'static Shape,
    format: Format,
    lang: Lang,
    count: usize,
    /// A table is drawn when its widths are known.
    drawn: Vec<Vec<String>>,
}

impl<'a> Listing<'a> {
    pub fn new(
        out: &'a mut Output,
        shape: &'static Shape,
        format: Format,
        lang: Lang,
    ) -> Listing<'a> {
        match format {
            Format::Csv => out.write(&csv_line(shape.keys.iter().map(|key| (*key).to_owned()))),
            Format::Json => out.write("{\"rows\":["),
            Format::Table | Format::Jsonl => {}
        }
        Listing { out, shape, format, lang, count: 0, drawn: Vec::new() }
    }

    /// Takes an object; answers whether more are wanted.
    pub fn add(&mut self, object: Value) -> bool {
        match self.format {
            Format::Table => {
                let cells = self.shape.heads.iter().map(|head| head.cell(&object, self.lang));
                self.drawn.push(cells.collect());
            }
            Format::Csv => {
                let cells = self.shape.keys.iter().map(|key| csv_cell(&object[*key]));
                self.out.write(&csv_line(cells));
            }
            Format::Jsonl => self.out.line(&json::text(&object)),
            Format::Json => {
                let gap = if self.count == 0 { "" } else { "," };
                self.out.write(&format!("{gap}{}", json::text(&object)));
            }
        }
        self.count += 1;
        self.out.is_open()
    }

    pub fn finish(self) {
        match self.format {
            Format::Csv | Format::Jsonl => {}
            Format::Json => self.out.line("]}"),
            Format::Table if self.count == 0 => self.out.line(self.lang.text("cli.list.none")),
            Format::Table => {
                let heads = self.shape.heads.iter().map(|head| {
                    (self.lang.text(&format!("cli.head.{}", head.heading)).to_owned(), head.align())
                });
                let text = table::draw(&heads.collect::<Vec<_>>(), self.drawn);
                self.out.write(&text);
            }
        }
    }
}

fn csv_line(cells: impl Iterator<Item = String>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(cells.collect::<Vec<_>>());
    written.expect("a vector takes every byte");
    let bytes = writer.into_inner().expect("a vector takes every byte");
    String::from_utf8(bytes).expect("cells are text")
}
