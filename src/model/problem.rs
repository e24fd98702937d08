//! A problem: a defect in someone's data, kept beside the result with its place and raw text.

use super::Fact;
use super::codes::coded;

/// Where in a file. Row 0 is the file as a whole.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// As a person counts it, from 1: line of a text file, sheet row of a workbook, ordinal of an
    /// entry.
    pub row: u64,
    /// Heading of the column as the file writes it; empty where the row as a whole is meant.
    pub column: String,
}

coded! {
    /// What is wrong. Sentence and hint are `problem.<code>` and `problem.<code>.hint` in `lang/`.
    ///
    /// Codes of the first group refuse the row; the second group speaks of a file that was read all
    /// the same.
    pub enum ProblemCode {
        AmountUnreadable = "amount_unreadable",
        AmountMissing = "amount_missing",
        AmountZero = "amount_zero",
        AmountTooPrecise = "amount_too_precise",
        AmountTooLarge = "amount_too_large",
        AmountNegative = "amount_negative",
        /// Without a minus in a column whose amounts have one.
        AmountNotNegative = "amount_not_negative",
        AmountBothSides = "amount_both_sides",
        /// A word beside the amount that tells neither money in nor money out.
        SignUnknown = "sign_unknown",
        /// The column of debits or credits says the other way than the rest of the row.
        SideContradicts = "side_contradicts",
        AmountContradicts = "amount_contradicts",
        NetContradicts = "net_contradicts",
        DateUnreadable = "date_unreadable",
        DateMissing = "date_missing",
        CurrencyUnknown = "currency_unknown",
        StatusUnknown = "status_unknown",
        KindUnknown = "kind_unknown",
        NumberMissing = "number_missing",
        AccountMissing = "account_missing",
        /// A mask that the account that was given does not fit.
        AccountMaskDiffers = "account_mask_differs",
        /// A known account but for zeros at its beginning.
        AccountZerosLost = "account_zeros_lost",
        RowTooShort = "row_too_short",
        RowTooLong = "row_too_long",
        RowIsNotJson = "row_is_not_json",
        RowIsNotQuery = "row_is_not_query",
        TextTooLong = "text_too_long",
        ZeroByte = "zero_byte",
        /// An entry of a message that is written as none may be.
        EntryUnreadable = "entry_unreadable",
        /// A row of a statement that stands in its file a second time.
        StatementRepeated = "statement_repeated",
        /// The file ends inside the row, for all that anybody can tell.
        LastLineUnended = "last_line_unended",
        /// A code of digits that a spreadsheet program took for a number.
        DigitsLost = "digits_lost",
        /// One separator before three digits, in a format that has none between groups.
        AmountAmbiguous = "amount_ambiguous",
        /// An entry that replaces or deletes an earlier one.
        EntryIsCorrection = "entry_is_correction",
        CellIsFormulaError = "cell_is_formula_error",
        InvoiceContradictsItself = "invoice_contradicts_itself",
        /// A sound line of an invoice that has a refused one: an invoice is read whole or not at
        /// all.
        InvoiceIncomplete = "invoice_incomplete",
        NumberReused = "number_reused",
        /// Another currency of an invoice on which money was booked already.
        CurrencyContradicts = "currency_contradicts",
        /// A sum of other rows or a balance that stands among the rows with a day.
        RowIsTotal = "row_is_total",
        /// Text in the memo's column alone, not directly below a payment.
        MemoApart = "memo_apart",
        /// Below headings of the table that stand in another order than its first ones.
        HeadingsChanged = "headings_changed",
        /// Two columns of one heading say two things.
        ColumnsContradict = "columns_contradict",
        /// A quote within which other rows stand.
        QuoteHoldsRows = "quote_holds_rows",

        BalanceDoesNotTie = "balance_does_not_tie",
        /// What the file states as its opening or closing balance is no amount, or a too large one.
        BalanceUnreadable = "balance_unreadable",
        /// The running balances of the rows do not follow from each other.
        BalanceBreaks = "balance_breaks",
        /// The running balances follow only if every row moved the other way than it was read.
        SignsTurned = "signs_turned",
        /// A statement does not begin where the one before it ends.
        OpeningDoesNotFollow = "opening_does_not_follow",
        /// It does not begin where the statement of another file before it ends.
        GapBefore = "gap_before",
        /// It does not end where the statement of another file after it begins.
        GapAfter = "gap_after",
        TotalDoesNotTie = "total_does_not_tie",
        CountDoesNotTie = "count_does_not_tie",
        /// All rows stand in the file equally often, more than once.
        RowsRepeated = "rows_repeated",
        FileIsCut = "file_is_cut",
        /// Rows of days outside the period that the file states.
        OutsidePeriod = "outside_period",
        /// A statement comes in pages, and not all of them are in the file.
        PagesMissing = "pages_missing",
        /// A statement that says of itself that it was sent before.
        StatementIsCopy = "statement_is_copy",
        /// 31 November: the last day of the month is taken.
        DayDoesNotExist = "day_does_not_exist",
        /// Entries without a booking day: another day of theirs is taken.
        BookingDayMissing = "booking_day_missing",
        /// Details of a batch entry that do not add up to it: the entry is one payment.
        DetailsDoNotSum = "details_do_not_sum",
        /// A detail of a batch entry with an amount that is none: the entry is one payment.
        DetailUnreadable = "detail_unreadable",
        /// A balance that does not say on which side it stands.
        BalanceWithoutSign = "balance_without_sign",
        /// Entries that the store holds whole and the file cuts into parts, or the other way round.
        EntriesHeldOtherwise = "entries_held_otherwise",
        /// What an interim report brought comes for good in another shape: it waits no longer.
        InterimSuperseded = "interim_superseded",
        /// Payments that are known already, of which the file says other fees.
        FeeNotKept = "fee_not_kept",
        /// A row whose reference a known payment has, with another day or memo.
        KnownDiffers = "known_differs",
        /// A row of a table whose reference an earlier row of the file has.
        ReferenceRepeated = "reference_repeated",
        /// Rows that equal stored ones of a statement that may be another one.
        EqualRowsUnclear = "equal_rows_unclear",
        /// A column that may tell money in from money out, beside amounts without signs.
        SideUnread = "side_unread",
        /// Days kept as days up to the 12th and as text from the 13th on: their months may have
        /// been taken for days.
        DaysMixed = "days_mixed",
        /// Small numbers beside texts with dots between groups: their zeros may be lost.
        AmountsMixed = "amounts_mixed",
        /// Rows between the payments that hold one text alone, as the head of a page does.
        TextPassedOver = "text_passed_over",
        /// All amounts are below 1.000 dong, as numbers of a workbook: zeros may be lost.
        AmountsSmall = "amounts_small",
        /// Memos with letters that were read under another encoding before.
        LettersBroken = "letters_broken",
        /// Days that are one day of several months, or, with day and month changed, days in a row.
        DayOrderUnclear = "day_order_unclear",
        /// Rows booked after today.
        DaysAhead = "days_ahead",
        /// A sheet without headings that holds rows.
        SheetNotRead = "sheet_not_read",
        /// A sheet that nobody sees holds something and was not read.
        SheetHidden = "sheet_hidden",
        SecondLayout = "second_layout",
        LateRows = "late_rows",
        /// Fees and tax of columns of their own move the account besides debit and credit: only so
        /// do the balances follow.
        ChargesOnTop = "charges_on_top",
        /// Debit and credit hold them already.
        ChargesWithin = "charges_within",
        /// The balances do not tell.
        ChargesUnproven = "charges_unproven",
        /// Amounts in a column of fees or tax that the layout does not read.
        ChargesUnread = "charges_unread",
        /// Read by a layout that was built on belief: no file of the kind was seen.
        LayoutNotProven = "layout_not_proven",
        /// A layout of the user's own is wrong somewhere and was not looked at.
        LayoutLeftOut = "layout_left_out",
        HiddenCharacters = "hidden_characters",
        /// Letters were read under an encoding of before Unicode, told by what they make.
        TextConverted = "text_converted",
        /// An import takes the sheet for itself.
        SheetReadApart = "sheet_read_apart",
        SheetLeftOut = "sheet_left_out",
        SettledBeyondAmount = "settled_beyond_amount",
    }
}

impl ProblemCode {
    /// Whether it only says something that is good to know.
    pub fn is_note(self) -> bool {
        use ProblemCode::*;
        let notes = [
            LateRows,
            HiddenCharacters,
            TextConverted,
            LayoutNotProven,
            DayDoesNotExist,
            ChargesOnTop,
            ChargesWithin,
            StatementIsCopy,
            BookingDayMissing,
            BalanceWithoutSign,
            EntriesHeldOtherwise,
            InterimSuperseded,
            SheetReadApart,
            SheetHidden,
            TextPassedOver,
        ];
        notes.contains(&self)
    }

    /// Whether the row is kept out because of it.
    pub fn refuses_row(self) -> bool {
        self < ProblemCode::BalanceDoesNotTie
    }
}

/// A defect found while reading or storing a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub place: Place,
    pub code: ProblemCode,
    /// The cell (or row) as received.
    pub raw: String,
    pub facts: Vec<Fact>,
}

impl Problem {
    /// A defect of the file as a whole.
    pub fn of_file(code: ProblemCode, facts: Vec<Fact>) -> Problem {
        Problem { place: Place::default(), code, raw: String::new(), facts }
    }
}
