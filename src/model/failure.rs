//! A failure: what could not be done at all (disk, SQLite, a format nobody knows), with its causes.

use std::path::Path;
use std::{fmt, io};

use super::Fact;
use super::codes::coded;

coded! {
    /// Text and hint: `failure.<code>`, `failure.<code>.hint`. All of them make the exit code 2.
    pub enum FailureCode {
        FileNotFound = "file_not_found",
        FileUnreadable = "file_unreadable",
        FileIsEmpty = "file_is_empty",
        FileTooLarge = "file_too_large",
        FileIsEncrypted = "file_is_encrypted",
        /// What a packed file becomes is beyond all measure.
        ArchiveTooLarge = "archive_too_large",
        /// A packed file where a file must stand, such as one inside another.
        ArchiveNotUnpacked = "archive_not_unpacked",
        FormatUnknown = "format_unknown",
        FormatDamaged = "format_damaged",
        /// JSON whose last brackets are missing.
        DocumentIsCut = "document_is_cut",
        /// A table, but none whose headings a layout knows.
        NoLayoutFits = "no_layout_fits",
        /// The same, where one layout lacks but few of its headings.
        LayoutNearlyFits = "layout_nearly_fits",
        /// No row looks like the headings of a table.
        HeaderNotFound = "header_not_found",
        /// A lesson that names no field of ours.
        FieldUnknown = "field_unknown",
        ColumnUnknown = "column_unknown",
        /// Two columns of one heading: a layout cannot tell them apart.
        ColumnAmbiguous = "column_ambiguous",
        /// Fields of payments and of invoices in one lesson.
        FieldsDoNotMix = "fields_do_not_mix",
        /// A lesson that leaves out the day, the number or the amount.
        MapIncomplete = "map_incomplete",
        LayoutNameWrong = "layout_name_wrong",
        LayoutExists = "layout_exists",
        LayoutUnknown = "layout_unknown",
        LayoutBroken = "layout_broken",
        LayoutAmbiguous = "layout_ambiguous",
        LayoutDoesNotFit = "layout_does_not_fit",
        /// The file states a currency that the program does not know.
        CurrencyNotKnown = "currency_not_known",
        /// The headings are a layout's, but the file names another bank.
        OtherBankNamed = "other_bank_named",
        NumberStyleUndecided = "number_style_undecided",
        /// Days that exist with the month first only.
        DayOrderUndecided = "day_order_undecided",
        /// Amounts in thousands or millions.
        UnitNotSingle = "unit_not_single",
        AccountUnknown = "account_unknown",
        /// The file's account is a known one but for zeros at its beginning.
        AccountZerosLost = "account_zeros_lost",
        /// An account that a spreadsheet program took for a number.
        AccountDigitsLost = "account_digits_lost",
        EncodingUnknown = "encoding_unknown",
        StoreNotFound = "store_not_found",
        StoreBusy = "store_busy",
        StoreDamaged = "store_damaged",
        StoreForeign = "store_foreign",
        StoreNewer = "store_newer",
        StoreReadOnly = "store_read_only",
        /// The file or its folder cannot be opened or written.
        StoreUnreadable = "store_unreadable",
        /// A guard of the schema refused what the law let through.
        StoreGuard = "store_guard",
        DiskFull = "disk_full",
        /// What the book holds could no longer be summed up exactly.
        SumsTooLarge = "sums_too_large",
        OutputUnwritable = "output_unwritable",
        OutputExists = "output_exists",
        ConfigBroken = "config_broken",
        UsageWrong = "usage_wrong",
        ReportUnknown = "report_unknown",
        NotYetBuilt = "not_yet_built",
        TerminalUnusable = "terminal_unusable",
        Cancelled = "cancelled",
    }
}

coded! {
    /// What the system says most often; its words are `cause.<code>`. Any other cause keeps its own
    /// text.
    pub enum CauseCode {
        NotFound = "not_found",
        PermissionDenied = "permission_denied",
        IsADirectory = "is_a_directory",
        NotADirectory = "not_a_directory",
        DiskFull = "disk_full",
        ReadOnly = "read_only",
    }
}

impl CauseCode {
    /// `None` where the system's own text is all there is to say.
    fn of(error: &io::Error) -> Option<CauseCode> {
        match error.kind() {
            io::ErrorKind::NotFound => Some(CauseCode::NotFound),
            io::ErrorKind::PermissionDenied => Some(CauseCode::PermissionDenied),
            io::ErrorKind::IsADirectory => Some(CauseCode::IsADirectory),
            io::ErrorKind::NotADirectory => Some(CauseCode::NotADirectory),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(CauseCode::DiskFull),
            io::ErrorKind::ReadOnlyFilesystem => Some(CauseCode::ReadOnly),
            _ => None,
        }
    }
}

impl FailureCode {
    /// Whether it is about the store as a whole, so that its path says the most.
    pub fn speaks_of_the_store(self) -> bool {
        matches!(
            self,
            FailureCode::StoreNotFound
                | FailureCode::StoreBusy
                | FailureCode::StoreDamaged
                | FailureCode::StoreForeign
                | FailureCode::StoreNewer
                | FailureCode::StoreReadOnly
                | FailureCode::StoreUnreadable
                | FailureCode::StoreGuard
                | FailureCode::DiskFull
        )
    }
}

/// Made at the edge where it happened; each floor above may add what it was doing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    pub code: FailureCode,
    /// Named values for the sentence: `path`, `layout`, `line`.
    pub facts: Vec<Fact>,
    /// What the system or package said, innermost last, or the code of a `CauseCode`; never holds a
    /// memo, name or number of a person.
    pub causes: Vec<String>,
}

impl Failure {
    pub fn new(code: FailureCode) -> Failure {
        Failure { code, facts: Vec::new(), causes: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, value: impl ToString) -> Failure {
        self.facts.push(Fact::new(name, value));
        self
    }

    pub fn caused_by(mut self, cause: impl fmt::Display) -> Failure {
        self.causes.push(cause.to_string());
        self
    }

    /// An error of the system: its code where it is a common one, else its text.
    pub fn caused_by_system(self, error: &io::Error) -> Failure {
        match CauseCode::of(error) {
            Some(cause) => self.caused_by(cause.code()),
            None => self.caused_by(error),
        }
    }

    /// Names the file that it speaks of, unless one is named already.
    pub fn at(self, path: &Path) -> Failure {
        match self.facts.iter().any(|fact| fact.name == "path") {
            true => self,
            false => self.with("path", path.display()),
        }
    }

    /// Names the store where it speaks of a store.
    pub fn in_store(self, path: &Path) -> Failure {
        if self.code.speaks_of_the_store() { self.at(path) } else { self }
    }
}

impl fmt::Display for Failure {
    /// For developers and logs; people get the sentence of `lang/`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.code())?;
        for fact in &self.facts {
            write!(f, " {}={}", fact.name, fact.value)?;
        }
        self.causes.iter().try_for_each(|cause| write!(f, ": {cause}"))
    }
}

impl std::error::Error for Failure {}
