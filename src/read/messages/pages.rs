//! The pages of a statement that is too long for one message: which of them a file holds.

/// Follows the pages of a file in their order.
#[derive(Default)]
pub struct Pages {
    /// The statement whose last page has not come yet.
    open: Option<String>,
}

impl Pages {
    /// Whether a page that is not the first goes on with the statement that is open.
    pub fn go_on(&self, statement: &str) -> bool {
        self.open.as_deref() == Some(statement)
    }

    /// A page of a statement has been read.
    pub fn take(&mut self, statement: &str, is_last: bool) {
        self.open = (!is_last).then(|| statement.to_owned());
    }

    /// The statement whose last page is missing where another begins.
    pub fn end(&mut self) -> Option<String> {
        self.open.take()
    }
}
