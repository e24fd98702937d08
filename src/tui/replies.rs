//! What the desk tells: answers to asks, outcomes of decisions, progress and ends of jobs.

use super::layers::Layer;
use super::model::{Effect, Model, Tone};
use super::screens::{ScreenId, close, exceptions, import, journal, review};
use super::{update, words};
use crate::app::Error;
use crate::app::desk::{Answer, Done, Imported, JobDone, Reply};
use crate::model::FailureCode;
use crate::model::view::MatchSummary;

pub fn take(model: &mut Model, reply: Reply) -> Vec<Effect> {
    match reply {
        // An older answer would show what is no longer asked for.
        Reply::Answer { ticket, slot, .. } if !model.is_newest(slot, ticket) => Vec::new(),
        Reply::Answer { outcome: Ok(answer), .. } => take_answer(model, answer),
        Reply::Answer { outcome: Err(error), .. } => {
            update::say_error(model, &error);
            Vec::new()
        }
        Reply::Decided(outcome, next_undo) => {
            model.is_deciding = false;
            model.next_undo = next_undo;
            take_decided(model, outcome)
        }
        Reply::Progress(progress) => {
            if let Some(job) = &mut model.job {
                job.progress = Some(progress);
            }
            Vec::new()
        }
        Reply::JobDone(outcome) => {
            model.job = None;
            // What it was before may no longer be the newest; the answer to the next ask says what
            // is.
            model.next_undo = None;
            take_job(model, outcome)
        }
        Reply::Broken => {
            model.job = None;
            model.is_deciding = false;
            let lang = model.lang();
            let lines = vec![lang.text("broken.text").to_owned(), lang.text("broken.hint").into()];
            let layer = Layer::message(lang.text("broken.title"), lines);
            model.layers.push(layer);
            Vec::new()
        }
    }
}

fn take_answer(model: &mut Model, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Overview(facts) => {
            let is_first = model.screens.overview.facts.is_none();
            let is_empty = facts.is_empty_store;
            model.screens.overview.facts = Some(facts);
            // An empty store can only be filled: the files to import come up by themselves.
            if is_first && is_empty && model.screen == ScreenId::Overview && !has_layers(model) {
                return update::go(model, ScreenId::Import);
            }
        }
        Answer::NextUndo(next) => model.next_undo = next,
        Answer::Review { ids, cards } => review::take(model, ids, cards),
        Answer::Payments(cards) => review::take_cards(model, cards),
        Answer::Marked(cards) => review::mark(model, cards),
        Answer::Exceptions(cards) => exceptions::take(model, cards),
        Answer::Decisions(cards) => journal::take(model, cards),
        Answer::Periods(periods) => return close::take(model, periods),
        Answer::Checklist(checklist) => model.screens.close.checklist = Some(*checklist),
        Answer::Invoice(card) => {
            for layer in &mut model.layers {
                if let Layer::Split(state) = layer {
                    state.found(&card);
                }
            }
        }
        Answer::Report(table) => {
            let lang = model.lang();
            for layer in &mut model.layers {
                if let Layer::Report(state) = layer {
                    state.take(&table, lang);
                }
            }
        }
        Answer::Lesson(outcome) => {
            for layer in &mut model.layers {
                if let Layer::Teach(state) = layer {
                    state.outcome = Some((*outcome).clone().map(Box::new));
                }
            }
        }
        Answer::Folder(folder, entries) => import::take(model, folder, entries),
    }
    Vec::new()
}

fn has_layers(model: &Model) -> bool {
    !model.layers.is_empty()
}

fn take_decided(model: &mut Model, outcome: Result<Box<Done>, Error>) -> Vec<Effect> {
    match outcome {
        Ok(done) => {
            let is_undo = done.undone.as_ref().is_some_and(|undone| !undone.stands);
            model.last_undo = done.decided.decisions.first().copied().filter(|_| is_undo);
            model.screens.review.list.marks.clear();
            model.screens.exceptions.list.marks.clear();
            let text = words::done(model.lang(), &done);
            model.say(Tone::Good, text);
        }
        Err(error) => update::say_error(model, &error),
    }
    // After a refusal too: what is on the screen may no longer be so.
    update::reload(model)
}

fn take_job(model: &mut Model, outcome: Result<JobDone, Error>) -> Vec<Effect> {
    match outcome {
        Ok(JobDone::Previewed(preview)) => {
            import::show_preview(model, preview);
            return Vec::new();
        }
        Ok(JobDone::Ambiguous(path, failure)) => {
            import::choose_layout(model, path, failure);
            return Vec::new();
        }
        Ok(JobDone::Sketched(path, sheet)) => return import::teach(model, path, *sheet),
        Ok(JobDone::Imported(outcomes)) if outcomes.iter().all(is_cancelled) => {
            say_cancelled(model);
        }
        Ok(JobDone::Imported(outcomes)) => {
            // What was taught is saved by now.
            model.layers.retain(|layer| !matches!(layer, Layer::Teach(_)));
            import::show_receipts(model, outcomes);
            model.screen = ScreenId::Import;
        }
        Ok(JobDone::Matched(summary)) => return matched(model, &summary),
        Ok(JobDone::BackedUp(path)) => {
            let path = super::widgets::text::shown(&path.display().to_string());
            let text = model.lang().fill("toast.backup", [("path", path.as_str())]);
            model.say(Tone::Good, text);
        }
        Err(Error::Failed(failure)) if failure.code == FailureCode::Cancelled => {
            say_cancelled(model);
        }
        Err(error) => update::say_error(model, &error),
    }
    update::reload(model)
}

fn is_cancelled(imported: &Imported) -> bool {
    imported.outcome.as_ref().is_err_and(|failure| failure.code == FailureCode::Cancelled)
}

fn say_cancelled(model: &mut Model) {
    let text = model.lang().text("toast.cancelled").to_owned();
    model.say(Tone::Warn, text);
}

/// After matching the work goes on where something waits: proposals first, then exceptions.
fn matched(model: &mut Model, summary: &MatchSummary) -> Vec<Effect> {
    let numbers = [
        ("automatic", summary.automatic.to_string()),
        ("proposed", summary.proposed.to_string()),
        ("ambiguous", summary.ambiguous.to_string()),
        ("unidentified", summary.unidentified.to_string()),
    ];
    let facts = numbers.iter().map(|(name, value)| (*name, value.as_str()));
    let text = model.lang().fill("toast.matched", facts);
    model.screens.import.stage = import::Stage::Pick;
    model.screen = if summary.proposed > 0 { ScreenId::Review } else { ScreenId::Overview };
    model.say(Tone::Good, text);
    update::reload(model)
}
