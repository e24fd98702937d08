//! Made-up cards for the tests of the screens: nothing of them comes from a store.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;

use super::model::{Effect, Look, Model, Msg};
use super::theme::Theme;
use super::{screens, update};
use crate::app::desk::{Answer, Ask, FolderEntry, Imported, Reply, Taught};
use crate::calendar::{Day, Moment, Period, Stamp};
use crate::lang::Lang;
use crate::model::view::{
    ChannelLine, Checklist, ClosePoint, DecisionCard, ExceptionCard, InvoiceCard, LinkCard,
    Overview, PaymentCard, PeriodCard, Preview, ProposalCard, ProposalLineCard, Receipt, Undoable,
};
use crate::model::{
    Align, Cell, Column, DecisionId, DecisionKind, Direction, Fact, Failure, FailureCode, FileId,
    FileKind, FileTotals, InvoiceClass, InvoiceFacts, InvoiceId, InvoiceState, InvoiceStatus,
    Lesson, MadeBy, Nature, PaymentClass, PaymentId, PaymentState, PaymentStatus, Place, Problem,
    ProblemCode, Reason, ResolveAs, Sheet, SheetColumn, Side, SourceKind, Span, Strength, Table,
    UnreadColumn,
};
use crate::money::{Currency, Money};

pub fn vnd(amount: i64) -> Money {
    Money::from_minor(amount, Currency::VND)
}

pub fn day(of_month: u32) -> Day {
    Day::new(2026, 11, of_month).expect("a day of November")
}

fn stamp() -> Stamp {
    Stamp::parse("2026-11-23T08:00:00+07:00").expect("an instant")
}

/// A book whose every text is `text`, so that one text reaches every corner of the screens.
pub struct Book {
    pub text: String,
    pub rows: i64,
}

impl Book {
    pub fn plain() -> Book {
        Book { text: "NGUYEN VAN DUC NOP PHI HD2611-0042".to_owned(), rows: 30 }
    }

    pub fn payment(&self, id: i64) -> PaymentCard {
        let amount = vnd(100_000 + 1_000 * id);
        PaymentCard {
            id: PaymentId(id),
            file: FileId(1),
            file_name: self.text.clone(),
            row: 10 + id.unsigned_abs(),
            detail: None,
            source: format!("vietcombank:{}", self.text),
            source_kind: SourceKind::Bank,
            booked: Moment::at(day(23), 8, 5, 0).expect("a time"),
            book_day: day(23),
            reference: self.text.clone(),
            direction: Direction::Credit,
            amount,
            fee: vnd(0),
            net: amount,
            memo: self.text.clone(),
            payer_name: self.text.clone(),
            payer_account: String::new(),
            virtual_account: String::new(),
            code: String::new(),
            original_reference: String::new(),
            channel: String::new(),
            status: PaymentStatus::Success,
            nature: Nature::Fee,
            state: PaymentState::Open,
            class: PaymentClass::ToReview,
            settled: vnd(0),
            open: amount,
            refunded: vnd(0),
            excluded: vnd(0),
            refund_of: None,
            gateway_state: None,
            payout: None,
            links: Vec::new(),
            proposals: vec![self.proposal(id, 1, amount), self.proposal(id, 2, amount)],
            why: "several_fit".to_owned(),
            why_facts: vec![Fact::new("count", &self.text)],
            resolved_as: None,
            note: self.text.clone(),
        }
    }

    fn proposal(&self, id: i64, rank: u32, amount: Money) -> ProposalCard {
        let reason = |side, rule: &'static str| Reason {
            rule: rule.into(),
            side,
            strength: Strength::Strong,
            facts: vec![Fact::new("code", &self.text), Fact::new("name", &self.text)],
            invoice: None,
            span: Some(Span { start: 3, end: 7 }),
        };
        ProposalCard {
            rank,
            key: format!("{id:012}"),
            is_automatic: false,
            rule: "code_and_amount".to_owned(),
            lines: vec![ProposalLineCard {
                payment: PaymentId(id),
                invoice: InvoiceId(id),
                invoice_number: self.text.clone(),
                payer_name: self.text.clone(),
                issued_on: Some(day(20)),
                invoice_open: amount,
                amount,
            }],
            reasons: vec![
                reason(Side::For, "code_in_memo"),
                reason(Side::Against, "other_payer_named"),
            ],
        }
    }

    fn linked(&self, id: i64) -> PaymentCard {
        let card = self.payment(id);
        PaymentCard {
            class: PaymentClass::OverPaid,
            proposals: Vec::new(),
            links: vec![LinkCard {
                payment: card.id,
                invoice: InvoiceId(id),
                invoice_number: self.text.clone(),
                amount: vnd(50_000),
                made_by: MadeBy::Person,
                decision: DecisionId(id),
                rule: String::new(),
            }],
            resolved_as: Some(ResolveAs::Refund),
            ..card
        }
    }

    fn invoice(&self, id: i64) -> InvoiceCard {
        InvoiceCard {
            id: InvoiceId(id),
            number: self.text.clone(),
            facts: InvoiceFacts {
                dossier_code: self.text.clone(),
                payment_codes: Vec::new(),
                virtual_account: String::new(),
                payer_name: self.text.clone(),
                payer_id: String::new(),
                payer_account: String::new(),
                procedure_code: String::new(),
                agency_code: String::new(),
                issued_on: Some(day(1)),
                due_on: Some(day(30)),
                accepted_on: None,
                agency_paid_on: None,
                agency_payment_reference: String::new(),
                channel: String::new(),
                paid_online: String::new(),
                status: InvoiceStatus::Open,
                amount: vnd(500_000),
                lines: Vec::new(),
                other_columns: "{}".to_owned(),
            },
            paid: vnd(200_000),
            open: vnd(300_000),
            written_off: vnd(0),
            state: InvoiceState::Part,
            class: InvoiceClass::PartPaid,
            is_withdrawn: false,
            links: Vec::new(),
            resolved_as: Some(ResolveAs::Carry),
            note: self.text.clone(),
        }
    }

    fn decision(&self, id: i64) -> DecisionCard {
        DecisionCard {
            id: DecisionId(id),
            kind: DecisionKind::Import,
            made_at: stamp(),
            book_day: day(23),
            made_by: MadeBy::Person,
            actor: self.text.clone(),
            reason: self.text.clone(),
            rule: String::new(),
            run: None,
            file: Some(FileId(1)),
            file_name: Some(self.text.clone()),
            undoes: None,
            undone_by: None,
            changes: Vec::new(),
            hash: String::new(),
        }
    }

    pub fn overview(&self) -> Overview {
        let channel = |id| ChannelLine {
            source: format!("{}:{}{id}", self.text, self.text),
            kind: SourceKind::Bank,
            payments: 30,
            credited: vnd(12_345_678),
            settled: vnd(12_000_000),
            open: vnd(345_678),
        };
        Overview {
            day: day(23),
            is_closed: false,
            agency: self.text.clone(),
            store_name: self.text.clone(),
            actor: self.text.clone(),
            is_demo: true,
            files: vec![(self.text.clone(), 30, stamp())],
            channels: vec![channel(1), channel(2)],
            payments: 60,
            settled: 41,
            carried: 15,
            to_review: 12,
            exceptions: 7,
            unmatched: 0,
            open_days: vec![(day(23), 3), (day(21), 0)],
            last_backup: None,
            is_empty_store: false,
        }
    }

    fn file(&self) -> FolderEntry {
        FolderEntry {
            path: "nowhere/a.csv".into(),
            name: self.text.clone(),
            is_folder: false,
            may_be_read: true,
            size_bytes: 1_234,
            modified: Some(stamp()),
        }
    }

    fn problems(&self) -> Vec<Problem> {
        vec![Problem {
            place: Place { row: 3, column: self.text.clone() },
            code: ProblemCode::AmountUnreadable,
            raw: self.text.clone(),
            facts: vec![Fact::new("raw", &self.text)],
        }]
    }

    pub fn preview(&self) -> Preview {
        let column = (self.text.clone(), "plain", self.text.clone());
        Preview {
            path: format!("nowhere/{}", self.text),
            sha256: String::new(),
            size_bytes: 1_234,
            layout: self.text.clone(),
            kind: FileKind::Payments,
            container: "csv",
            encoding: Some("utf-8"),
            sheet: Some(self.text.clone()),
            header_row: 1,
            fits: Vec::new(),
            columns: vec![(self.text.clone(), self.text.clone())],
            number_styles: vec![column],
            totals: FileTotals { rows: 3, refused: 1, statements: Vec::new() },
            payments: 2,
            details: 0,
            invoices: 0,
            first_payments: Vec::new(),
            first_invoices: Vec::new(),
            problems: self.problems(),
            known_file: None,
        }
    }

    pub fn taught(&self) -> Taught {
        let unread = UnreadColumn { name: self.text.clone(), is_money: true };
        Taught {
            name: self.text.clone(),
            lesson: Lesson::default(),
            text: String::new(),
            unread: vec![unread],
            lacks_account: false,
            preview: self.preview(),
        }
    }

    pub fn sheet(&self) -> Sheet {
        let column = SheetColumn { heading: self.text.clone(), guess: Some("memo") };
        Sheet {
            name: None,
            header_row: 1,
            kind: FileKind::Payments,
            columns: vec![column; 9],
            rows: vec![(2, vec![self.text.clone(); 9])],
            institution: None,
        }
    }

    pub fn receipts(&self) -> Vec<Imported> {
        let receipt = Receipt {
            path: String::new(),
            sha256: String::new(),
            layout: self.text.clone(),
            kind: FileKind::Payments,
            rows: 3,
            new: 2,
            known: 0,
            changed: 0,
            refused: 1,
            invoices: 0,
            statements: Vec::new(),
            problems: self.problems(),
            decision: None,
        };
        let failure = Failure::new(FailureCode::FileNotFound).with("path", &self.text);
        let outcomes = [Ok(receipt), Err(failure)];
        let path = std::path::PathBuf::from(&self.text);
        outcomes.map(|outcome| Imported { path: path.clone(), outcome }).into()
    }

    fn table(&self, name: &'static str) -> Table {
        let columns = ["name", "memo"].map(|key| Column { key, align: Align::Left });
        Table {
            name,
            notes: vec![("agency", Cell::Text(self.text.clone()))],
            columns: columns.into(),
            rows: vec![vec![Cell::Text(self.text.clone()), Cell::Key(self.text.clone())]; 40],
            totals: vec![vec![Cell::Empty, Cell::Number(40)]],
        }
    }

    fn checklist(&self, period: Period) -> Checklist {
        Checklist {
            period,
            points: vec![ClosePoint {
                code: "proposals_waiting",
                is_met: false,
                is_required: false,
                facts: vec![Fact::new("n", &self.text)],
            }],
            credited: vnd(1_000_000),
            payments: 10,
            settled: 8,
            carried: 2,
            carried_amount: vnd(200_000),
            is_closed: false,
        }
    }

    fn exceptions(&self) -> Vec<ExceptionCard> {
        let payment = |id| ExceptionCard::Payment {
            payment: Box::new(if id % 2 == 0 { self.linked(id) } else { self.payment(id) }),
            age_days: id,
        };
        let invoice =
            |id| ExceptionCard::Invoice { invoice: Box::new(self.invoice(id)), age_days: id };
        (1..=self.rows).map(payment).chain((1..=3).map(invoice)).collect()
    }

    /// What a desk over this book would answer.
    pub fn answer(&self, ask: &Ask) -> Option<Answer> {
        Some(match ask {
            Ask::Overview => Answer::Overview(Box::new(self.overview())),
            Ask::NextUndo => {
                let undoing = Undoable { id: DecisionId(99), of: self.decision(99) };
                Answer::NextUndo(Some(Box::new(undoing)))
            }
            Ask::Review { .. } => Answer::Review {
                ids: (1..=self.rows).map(PaymentId).collect(),
                cards: (1..=self.rows).map(|id| self.payment(id)).collect(),
            },
            Ask::Payments(ids) => Answer::Payments(ids.iter().map(|i| self.payment(i.0)).collect()),
            Ask::Marked(ids) => Answer::Marked(ids.iter().map(|i| self.payment(i.0)).collect()),
            Ask::Exceptions(_) => Answer::Exceptions(self.exceptions()),
            Ask::Decisions(_) => {
                Answer::Decisions((1..=self.rows).map(|id| self.decision(id)).collect())
            }
            Ask::Periods => Answer::Periods(
                (1..=23)
                    .map(|of_month| PeriodCard {
                        period: Period::Day(day(of_month)),
                        is_closed: of_month < 20,
                        closed_at: None,
                        actor: Some(self.text.clone()),
                        payments: 9,
                        settled: 8,
                        carried: 1,
                    })
                    .collect(),
            ),
            Ask::Checklist(period) => Answer::Checklist(Box::new(self.checklist(*period))),
            Ask::Invoice(_) => Answer::Invoice(Box::new(self.invoice(1))),
            Ask::Report { name, .. } => Answer::Report(Box::new(self.table(name))),
            Ask::Lesson { .. } => Answer::Lesson(Box::new(Ok(self.taught()))),
            Ask::Folder(folder) => Answer::Folder(folder.clone(), vec![self.file()]),
        })
    }
}

/// Screens over a made-up book; what is decided is kept to look at.
pub struct Stage {
    pub model: Model,
    pub book: Book,
    pub effects: Vec<Effect>,
}

impl Stage {
    pub fn new(book: Book, size: (u16, u16)) -> Stage {
        let look = Look {
            lang: Lang::Vi,
            theme: Theme::named("mono", false),
            has_letter_keys: false,
            folder: "nowhere".into(),
        };
        let model = Model::new(look, Rect::new(0, 0, size.0, size.1));
        let mut stage = Stage { model, book, effects: Vec::new() };
        let effects = update::start(&mut stage.model);
        stage.carry_out(effects);
        stage
    }

    pub fn tell(&mut self, msg: Msg) {
        let effects = update::update(&mut self.model, msg);
        self.carry_out(effects);
    }

    pub fn press(&mut self, code: KeyCode) {
        self.tell(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }

    pub fn control(&mut self, c: char) {
        self.tell(Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)));
    }

    pub fn type_text(&mut self, text: &str) {
        text.chars().for_each(|c| self.press(KeyCode::Char(c)));
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match &effect {
                Effect::Ask(ticket, ask) => {
                    if let Some(answer) = self.book.answer(ask) {
                        let (ticket, slot) = (*ticket, ask.slot());
                        let reply = Reply::Answer { ticket, slot, outcome: Ok(answer) };
                        self.tell(Msg::Reply(Box::new(reply)));
                    }
                }
                _ => self.effects.push(effect),
            }
        }
    }

    pub fn draw(&self) -> Buffer {
        self.picture().0
    }

    /// Where the terminal's cursor stands.
    pub fn cursor(&self) -> (u16, u16) {
        self.picture().1
    }

    fn picture(&self) -> (Buffer, (u16, u16)) {
        let Rect { width, height, .. } = self.model.area;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("in memory");
        terminal.draw(|frame| screens::draw(&self.model, frame)).expect("in memory");
        let cursor = terminal.get_cursor_position().expect("in memory");
        (terminal.backend().buffer().clone(), (cursor.x, cursor.y))
    }

    pub fn text(&self) -> String {
        let buffer = self.draw();
        let row = |y| (0..buffer.area.width).map(move |x| (x, y));
        (0..buffer.area.height)
            .map(|y| row(y).map(|at| buffer[at].symbol()).collect::<String>() + "\n")
            .collect()
    }
}
