//! Later decisions on what an earlier one touched: which of them stand against undoing it.

use crate::model::{Change, DecisionId, LaterDecision, Subject};

/// What a later decision may rest on; a rejected pair bears nothing.
pub fn bearing_subjects(changes: &[Change]) -> Vec<Subject> {
    let bears = |change: &&Change| !matches!(change, Change::PairRejected { .. });
    changes.iter().filter(bears).flat_map(Change::subjects).collect()
}

/// Those that stand, in the order given. A decision that was undone does not, and neither does its
/// undoing: of a chain of undoings, what came later than the earlier decision must have an effect
/// that was not there when that was made.
pub fn standing_later(later: &[LaterDecision]) -> Vec<DecisionId> {
    let stands = |own: &&LaterDecision| !own.is_undone && own.undoings.is_multiple_of(2);
    later.iter().filter(stands).map(|own| own.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_an_effect_stands() {
        let later =
            |id, is_undone, undoings| LaterDecision { id: DecisionId(id), is_undone, undoings };
        // 5 was undone by 6 and brought back by 9; 7 undoes what was older than the earlier one;
        // 8 stands by itself.
        let all = [
            later(5, true, 0),
            later(6, true, 1),
            later(7, false, 0),
            later(8, false, 0),
            later(9, false, 2),
        ];
        assert_eq!(standing_later(&all), [DecisionId(7), DecisionId(8), DecisionId(9)]);
        assert_eq!(standing_later(&[later(6, false, 1)]), []);
    }
}
