//! Payments and invoices that fit one another, divided so that the evidence in total is the most.
//!
//! Exact, and only for as many as can be tried exactly: beyond that everything is asked. A payment
//! has its invoice only if every best division gives it that one; where another division is as
//! good, nobody knows.

/// Most payments, and most invoices, of one division.
pub(super) const MOST: usize = 10;

/// What speaks for a pair, compared place by place: nothing strong against it first, then nothing
/// fair against it, then how much is strong and how much is fair for it.
pub(super) type Evidence = [i64; 4];

/// One payment's invoices (by place) with the evidence of each pair.
pub(super) type Fits = Vec<(usize, Evidence)>;

/// For each payment the invoice that all best divisions give it, if there is one. `None` for all
/// where there are too many to try.
pub(super) fn divided(payments: &[Fits], invoices: usize) -> Vec<Option<usize>> {
    if payments.len() > MOST || invoices > MOST {
        return vec![None; payments.len()];
    }
    // before[n][taken]: the most that the first n payments reach with exactly these invoices;
    // after[n][taken]: the most that the others can still add.
    let sets = 1usize << invoices;
    let mut before: Vec<Vec<Option<Evidence>>> = vec![vec![None; sets]];
    before[0][0] = Some([0; 4]);
    for fits in payments {
        let last = &before[before.len() - 1];
        let mut next = last.clone();
        for (taken, reached) in last.iter().enumerate() {
            let Some(reached) = reached else { continue };
            for (invoice, evidence) in fits.iter().filter(|(at, _)| taken & (1 << at) == 0) {
                let place = &mut next[taken | 1 << invoice];
                *place = (*place).max(Some(sum(reached, evidence)));
            }
        }
        before.push(next);
    }
    let mut after = vec![vec![[0; 4]; sets]; payments.len() + 1];
    for (n, fits) in payments.iter().enumerate().rev() {
        for taken in 0..sets {
            let free = fits.iter().filter(|(at, _)| taken & (1 << at) == 0);
            let with = free.map(|(at, evidence)| sum(evidence, &after[n + 1][taken | 1 << at]));
            after[n][taken] = with.max().max(Some(after[n + 1][taken])).expect("there is one");
        }
    }
    let most = after[0][0];
    let reaches = |n: usize, taken: usize, evidence: &Evidence, then: usize| {
        let reached = before[n][taken].as_ref();
        reached.is_some_and(|one| sum(&sum(one, evidence), &after[n + 1][then]) == most)
    };
    let is_best = |n: usize, invoice: usize, evidence: &Evidence| {
        let free = (0..sets).filter(|taken| taken & (1 << invoice) == 0);
        free.into_iter().any(|taken| reaches(n, taken, evidence, taken | 1 << invoice))
    };
    let only = |(n, fits): (usize, &Fits)| {
        let mut best = fits.iter().filter(|(at, evidence)| is_best(n, *at, evidence));
        let (first, _) = best.next()?;
        let is_spared = (0..sets).any(|taken| reaches(n, taken, &[0; 4], taken));
        (best.next().is_none() && !is_spared).then_some(*first)
    };
    payments.iter().enumerate().map(only).collect()
}

fn sum(one: &Evidence, other: &Evidence) -> Evidence {
    std::array::from_fn(|at| one[at] + other[at])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FAIR: Evidence = [0, 0, 0, 1];
    const TWO_FAIR: Evidence = [0, 0, 0, 2];
    const STRONG: Evidence = [0, 0, 1, 0];
    const AGAINST: Evidence = [0, -1, 1, 0];

    #[test]
    fn the_most_in_total_is_found_and_equal_divisions_are_asked() {
        let both = |one, other| vec![(0, one), (1, other)];
        assert_eq!(divided(&[both(FAIR, FAIR), both(FAIR, FAIR)], 2), [None, None]);
        assert_eq!(divided(&[both(TWO_FAIR, FAIR), both(FAIR, FAIR)], 2), [Some(0), Some(1)]);
        // The second can only have what the first has more choice of.
        assert_eq!(divided(&[both(FAIR, FAIR), vec![(0, FAIR)]], 2), [Some(1), Some(0)]);
        // As much in total either way.
        assert_eq!(divided(&[both(TWO_FAIR, FAIR), vec![(0, FAIR)]], 2), [None, None]);
        assert_eq!(divided(&[both(STRONG, FAIR), vec![(0, FAIR)]], 2), [Some(0), None]);
        assert_eq!(divided(&[both(AGAINST, FAIR)], 2), [Some(1)]);
        assert_eq!(divided(&[vec![(0, AGAINST)], vec![(0, [0; 4])]], 1), [None, None]);
        assert_eq!(divided(&vec![vec![(0, FAIR)]; MOST + 1], 1), vec![None; MOST + 1]);
    }

    /// Every division, each payment with its invoice or with none.
    fn all(payments: &[Fits], taken: usize) -> Vec<(Evidence, Vec<Option<usize>>)> {
        let Some((fits, rest)) = payments.split_first() else {
            return vec![([0; 4], Vec::new())];
        };
        let free = fits.iter().filter(|(at, _)| taken & (1 << at) == 0);
        let choices = free.map(|(at, evidence)| (Some(*at), *evidence)).chain([(None, [0; 4])]);
        let mut divisions = Vec::new();
        for (choice, evidence) in choices {
            let now = choice.map_or(taken, |at| taken | 1 << at);
            for (more, others) in all(rest, now) {
                divisions.push((sum(&evidence, &more), [&[choice], &others[..]].concat()));
            }
        }
        divisions
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn agrees_with_trying_all_divisions(
            payments in prop::collection::vec(
                prop::collection::btree_map(0usize..4, prop::array::uniform4(0i64..3), 0..4), 0..5)
        ) {
            let fits = |map: &std::collections::BTreeMap<usize, Evidence>| -> Fits {
                map.iter().map(|(at, e)| (*at, [-e[0], -e[1], e[2], e[3]])).collect()
            };
            let payments: Vec<Fits> = payments.iter().map(fits).collect();
            let divisions = all(&payments, 0);
            let most = divisions.iter().map(|one| one.0).max().expect("nobody gets anything");
            let best: Vec<_> = divisions.iter().filter(|one| one.0 == most).collect();
            let expected: Vec<Option<usize>> = (0..payments.len())
                .map(|n| best[0].1[n].filter(|_| best.iter().all(|one| one.1[n] == best[0].1[n])))
                .collect();
            prop_assert_eq!(divided(&payments, 4), expected);
        }
    }
}
