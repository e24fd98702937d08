//! Who decides, when and on which day: what is recorded alike with every decision.

use std::borrow::Cow;

use crate::app::{Result, Session};
use crate::calendar::{Clock, Day, Stamp};
use crate::model::{DecisionKind, DecisionRecord, Failure, MadeBy, Refusal, RefusalCode, RunId};
use crate::store::Store;

/// Taken from the session before its store is written to.
pub(in crate::app) struct Who {
    actor: String,
    os_user: String,
    host: String,
    clock: Clock,
}

/// One act: everything that it decides bears the same stamp.
pub(in crate::app) struct Act {
    who: Who,
    pub at: Stamp,
    clock: &'static str,
    reason: String,
}

impl Session {
    /// The person at work, if that name is theirs to use.
    pub(in crate::app) fn who(&self) -> Result<Who> {
        let os_user = &self.surroundings.os_user;
        let actors = &self.config.actors;
        let is_own =
            actors.iter().any(|actor| actor.name == self.actor && &actor.os_user == os_user);
        if !actors.is_empty() && !is_own {
            return Err(Refusal::new(RefusalCode::ActorIsNotYours)
                .with("actor", &self.actor)
                .with("os_user", os_user)
                .into());
        }
        Ok(Who {
            actor: self.actor.clone(),
            os_user: os_user.clone(),
            host: self.surroundings.host.clone(),
            clock: self.surroundings.clock,
        })
    }
}

impl Act {
    /// A clock behind the newest decision is raised to it, so that the record never runs backwards.
    pub fn begin(who: Who, store: &Store, reason: &str) -> std::result::Result<Act, Failure> {
        let now = who.clock.now();
        let newest = store.newest_decision_at()?;
        let (at, clock) = match newest {
            Some(newest) if newest > now => (newest, "raised"),
            _ if who.clock.is_pinned() => (now, "pinned"),
            _ => (now, "system"),
        };
        Ok(Act { who, at, clock, reason: reason.trim().to_owned() })
    }

    pub fn actor(&self) -> &str {
        &self.who.actor
    }

    pub fn today(&self) -> Day {
        self.at.day()
    }

    pub fn record(&self, kind: DecisionKind, book_day: Day) -> DecisionRecord {
        DecisionRecord {
            kind,
            made_at: self.at,
            book_day,
            made_by: MadeBy::Person,
            actor: self.who.actor.clone(),
            os_user: self.who.os_user.clone(),
            host: self.who.host.clone(),
            clock: self.clock,
            reason: self.reason.clone(),
            run: None,
            file: None,
            undoes: None,
            rule: Cow::Borrowed(""),
            reasons: Vec::new(),
        }
    }

    /// What a policy decides within a run. The words of the person who started it are not its
    /// reason.
    pub fn policy_record(&self, kind: DecisionKind, book_day: Day, run: RunId) -> DecisionRecord {
        DecisionRecord {
            made_by: MadeBy::Policy,
            run: Some(run),
            reason: String::new(),
            ..self.record(kind, book_day)
        }
    }
}

/// Refuses an act whose reason must be told and is not.
pub(in crate::app) fn require_reason(reason: &str) -> std::result::Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::new(RefusalCode::ReasonIsMissing));
    }
    Ok(())
}
