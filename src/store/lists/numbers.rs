//! The numbers by which people know invoices.

use std::collections::BTreeMap;

use super::json_ids;
use crate::model::InvoiceId;
use crate::store::{Result, Store};

impl Store {
    /// The number of each invoice as shown and typed: the plain one where it is unique, else
    /// `form/series/number`.
    pub fn shown_numbers(
        &self,
        invoices: impl IntoIterator<Item = InvoiceId>,
    ) -> Result<BTreeMap<InvoiceId, String>> {
        let sql = "SELECT n.invoice, n.name FROM json_each(?1) j
                   CROSS JOIN invoice_name n ON n.invoice = j.value";
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = json_ids(invoices.into_iter().map(|id| id.0));
        let rows = statement
            .query_map([ids], |row| Ok((InvoiceId(row.get("invoice")?), row.get("name")?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Invoices that a typed number may mean, with their shown numbers: none, one, or several to
    /// choose from.
    pub fn invoices_by_number(&self, typed: &str) -> Result<Vec<(InvoiceId, String)>> {
        let sql = include_str!("../queries/invoices_by_number.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = Vec::new();
        for reading in readings(typed) {
            let rows = statement.query_map([reading.number], |row| {
                let known: [String; 3] =
                    [row.get("collector")?, row.get("form")?, row.get("series")?];
                Ok((known, InvoiceId(row.get("id")?), row.get::<_, String>("name")?))
            })?;
            for row in rows {
                let (known, id, name) = row?;
                if reading.fits(&known) && !found.iter().any(|(other, _)| *other == id) {
                    found.push((id, name));
                }
            }
        }
        Ok(found)
    }
}

/// One way to read a typed number; a number may itself hold slashes.
struct Reading<'a> {
    /// The last of collector, form and series; as many as were typed.
    before: Vec<&'a str>,
    number: &'a str,
}

impl Reading<'_> {
    fn fits(&self, known: &[String; 3]) -> bool {
        known[3 - self.before.len()..].iter().zip(&self.before).all(|(known, typed)| known == typed)
    }
}

/// `number`, `form/series/number`, `collector/form/series/number`.
fn readings(typed: &str) -> Vec<Reading<'_>> {
    let typed = typed.trim();
    [1, 3, 4]
        .into_iter()
        .filter_map(|parts| {
            let mut before: Vec<&str> = typed.splitn(parts, '/').collect();
            let number = before.pop().filter(|_| before.len() + 1 == parts)?;
            Some(Reading { before, number })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_number_is_read_in_each_way_that_it_allows() {
        let read = |typed| -> Vec<String> {
            let readings = readings(typed).into_iter();
            readings.map(|way| format!("{:?} {}", way.before, way.number)).collect()
        };
        assert_eq!(read(" HD1 "), [r#"[] HD1"#]);
        assert_eq!(read("01/K26/7"), [r#"[] 01/K26/7"#, r#"["01", "K26"] 7"#]);
        assert_eq!(read("7/2026"), [r#"[] 7/2026"#]);
        let known = ["0101".to_owned(), "01".to_owned(), "K26".to_owned()];
        assert!(readings("01/K26/7")[1].fits(&known));
        assert!(!readings("02/K26/7")[1].fits(&known));
        assert!(readings("0101/01/K26/7")[2].fits(&known));
    }
}
