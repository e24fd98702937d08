//! Which of one payer's open amounts make exactly a sum.
//!
//! Amounts are whole minor units, and equal ones are alike: a reading says how many of each amount,
//! and the first of them in the order given (the oldest) stand for it. The answer is exact or is
//! not given: work is counted in steps, so it ends alike on every machine. Two halves of the
//! amounts are summed up, each into a sorted list of the sums that it makes, and the lists meet.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Sums written down at most; forty different amounts need fewer.
const MOST_STEPS: usize = 1 << 22;
/// Readings that are told; more are counted only.
pub(super) const MOST_TOLD: usize = 5;

/// The readings of a sum, each as ascending positions among the amounts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Sums {
    Unique(Vec<usize>),
    Several {
        ways: u64,
        first: Vec<Vec<usize>>,
    },
    None,
    /// It would take too long to say.
    NotProven,
}

/// Every choice of the amounts that makes the target; amounts that are not positive are left out.
pub(super) fn sums(amounts: &[i64], target: i64) -> Sums {
    let groups = groups(amounts);
    let worth = |group: &Group| i128::from(group.amount) * group.items.len() as i128;
    let total: i128 = groups.iter().map(worth).sum();
    if target <= 0 || i128::from(target) > total {
        return Sums::None;
    }
    // What is left out makes the rest: the smaller of the two has fewer sums.
    let rest = total - i128::from(target);
    let is_rest = rest < i128::from(target);
    let sought = if is_rest { i64::try_from(rest).expect("less than the target") } else { target };
    let Some((ways, found)) = search(&groups, sought) else { return Sums::NotProven };
    let mut first: Vec<Vec<usize>> = found
        .iter()
        .map(|counts| {
            let taken = groups.iter().zip(counts).flat_map(|(group, count)| {
                let count = if is_rest { group.items.len() - count } else { *count };
                &group.items[..count]
            });
            let mut taken: Vec<usize> = taken.copied().collect();
            taken.sort_unstable();
            taken
        })
        .collect();
    first.sort_by(|one, other| (one.len(), one).cmp(&(other.len(), other)));
    match ways {
        0 => Sums::None,
        1 => Sums::Unique(first.remove(0)),
        _ => Sums::Several { ways, first },
    }
}

/// All choices of as many of each amount as are chosen here (ascending), the first ones first: how
/// many there are, and a few of them.
pub(super) fn alike(amounts: &[i64], chosen: &[usize]) -> (u64, Vec<Vec<usize>>) {
    let (mut count, mut readings) = (1u64, vec![Vec::new()]);
    for group in groups(amounts) {
        let is_chosen = |at: &&usize| chosen.binary_search(at).is_ok();
        let taken = group.items.iter().filter(is_chosen).count();
        let (ways, few) = choices(&group.items, taken);
        count = count.saturating_mul(ways);
        let longer = |one: &Vec<usize>| -> Vec<Vec<usize>> {
            few.iter().map(|more| [&one[..], more].concat()).collect()
        };
        readings = readings.iter().flat_map(longer).take(MOST_TOLD).collect();
    }
    readings.iter_mut().for_each(|reading| reading.sort_unstable());
    (count, readings)
}

/// In how many ways so many of the items can be chosen, and the first few of them.
fn choices(items: &[usize], taken: usize) -> (u64, Vec<Vec<usize>>) {
    // The binomial coefficient, one exact factor at a time.
    let ways = (0..taken as u64).try_fold(1u64, |ways, at| {
        ways.checked_mul(items.len() as u64 - at).map(|more| more / (at + 1))
    });
    let mut few = Vec::new();
    let mut choice: Vec<usize> = (0..taken).collect();
    while few.len() < MOST_TOLD {
        few.push(choice.iter().map(|at| items[*at]).collect());
        let has_next = |at: &usize| choice[*at] < items.len() - taken + at;
        let Some(moved) = (0..taken).rev().find(has_next) else { break };
        let next = choice[moved] + 1;
        choice[moved..].iter_mut().zip(next..).for_each(|(place, at)| *place = at);
    }
    (ways.unwrap_or(u64::MAX), few)
}

/// Equal amounts, by position, in the order given.
struct Group {
    amount: i64,
    items: Vec<usize>,
}

fn groups(amounts: &[i64]) -> Vec<Group> {
    let mut by_amount: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (at, amount) in amounts.iter().enumerate().filter(|(_, amount)| **amount > 0) {
        by_amount.entry(*amount).or_default().push(at);
    }
    by_amount.into_iter().map(|(amount, items)| Group { amount, items }).collect()
}

/// How many readings there are, and the first few as counts by group. `None` beyond the bound.
fn search(groups: &[Group], target: i64) -> Option<(u64, Vec<Vec<usize>>)> {
    let mut steps = 0;
    let (left, right) = groups.split_at(groups.len() / 2);
    let left = Half::of(left, target, &mut steps)?;
    let right = Half::of(right, target, &mut steps)?;
    let (mut ways, mut found) = (0u64, Vec::new());
    let mut others = right.sums().iter().rev().peekable();
    for own in left.sums() {
        while others.next_if(|other| other.sum > target - own.sum).is_some() {}
        let Some(other) = others.next_if(|other| other.sum == target - own.sum) else { continue };
        ways = ways.saturating_add(own.ways.saturating_mul(other.ways));
        if found.len() < MOST_TOLD {
            for first in left.counts(own.sum) {
                found.extend(
                    right.counts(other.sum).into_iter().map(|rest| [&first[..], &rest].concat()),
                );
            }
            found.truncate(MOST_TOLD);
        }
    }
    Some((ways, found))
}

/// A sum and in how many ways it is made.
#[derive(Clone, Copy)]
struct Made {
    sum: i64,
    ways: u64,
}

/// What some of the groups make, none above the target.
struct Half<'a> {
    groups: &'a [Group],
    /// The sums of the first 0, 1, 2… groups, ascending.
    layers: Vec<Vec<Made>>,
}

impl<'a> Half<'a> {
    fn of(groups: &'a [Group], target: i64, steps: &mut usize) -> Option<Half<'a>> {
        let mut layers = vec![vec![Made { sum: 0, ways: 1 }]];
        for group in groups {
            let before = &layers[layers.len() - 1];
            let mut made = before.clone();
            let mut much = 0i64;
            for _ in &group.items {
                let Some(more) = much.checked_add(group.amount).filter(|more| *more <= target)
                else {
                    break;
                };
                much = more;
                *steps += made.len() + before.len();
                if *steps > MOST_STEPS {
                    return None;
                }
                let fits = before.partition_point(|one| one.sum <= target - much);
                made = merged(&made, &before[..fits], much);
            }
            layers.push(made);
        }
        Some(Half { groups, layers })
    }

    fn sums(&self) -> &[Made] {
        &self.layers[self.layers.len() - 1]
    }

    /// The first few ways to make the sum, as counts by group.
    fn counts(&self, sum: i64) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        self.descend(sum, self.groups.len(), &mut vec![0; self.groups.len()], &mut found);
        found
    }

    fn descend(&self, sum: i64, of: usize, counts: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
        if found.len() == MOST_TOLD {
            return;
        }
        let Some(last) = of.checked_sub(1) else {
            found.push(counts.clone());
            return;
        };
        let (group, mut left) = (&self.groups[last], sum);
        for count in 0..=group.items.len() {
            if self.layers[last].binary_search_by_key(&left, |one| one.sum).is_ok() {
                counts[last] = count;
                self.descend(left, last, counts, found);
            }
            match left.checked_sub(group.amount).filter(|left| *left >= 0) {
                Some(less) => left = less,
                None => break,
            }
        }
    }
}

/// Two ascending lists as one, the second with something added to each sum.
fn merged(made: &[Made], others: &[Made], added: i64) -> Vec<Made> {
    let mut all = Vec::with_capacity(made.len() + others.len());
    let (mut one, mut other) = (0, 0);
    while one < made.len() && other < others.len() {
        let (own, shifted) = (made[one], Made { sum: others[other].sum + added, ..others[other] });
        let order = own.sum.cmp(&shifted.sum);
        all.push(match order {
            Ordering::Less => own,
            Ordering::Greater => shifted,
            Ordering::Equal => Made { ways: own.ways.saturating_add(shifted.ways), ..own },
        });
        one += usize::from(order.is_le());
        other += usize::from(order.is_ge());
    }
    all.extend_from_slice(&made[one..]);
    all.extend(others[other..].iter().map(|last| Made { sum: last.sum + added, ..*last }));
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn says_whether_a_sum_is_unique() {
        assert_eq!(sums(&[100, 200, 300], 600), Sums::Unique(vec![0, 1, 2]));
        assert_eq!(sums(&[100, 200, 300], 250), Sums::None);
        assert_eq!(sums(&[60, 50, 50], 100), Sums::Unique(vec![1, 2]));
        let first = vec![vec![2], vec![0, 1]];
        assert_eq!(sums(&[100, 200, 300], 300), Sums::Several { ways: 2, first });
        assert_eq!(sums(&[100, 200, 300], 601), Sums::None);
        assert_eq!(sums(&[], 1), Sums::None);
        assert_eq!(sums(&[0, -5, 7], 0), Sums::None);
        assert_eq!(sums(&[0, -5, 7], 7), Sums::Unique(vec![2]));
        assert_eq!(sums(&[i64::MAX, i64::MAX, 1], i64::MAX), Sums::Unique(vec![0]));
    }

    #[test]
    fn equal_amounts_are_one_reading_and_the_first_stand_for_it() {
        assert_eq!(sums(&[50, 70, 50, 50], 100), Sums::Unique(vec![0, 2]));
        assert_eq!(sums(&[50, 70, 50, 50], 170), Sums::Unique(vec![0, 1, 2]));
        assert_eq!(sums(&vec![50; 1000], 20_000), Sums::Unique((0..400).collect()));
    }

    #[test]
    fn forty_items_are_proven_and_what_cannot_be_is_said() {
        // Ascending powers make each sum in one way only.
        let powers: Vec<i64> = (0..40).map(|at| 1 << at).collect();
        let odd = (0..40).filter(|at| at % 2 == 1).collect();
        assert_eq!(sums(&powers, 0xAA_AAAA_AAAA), Sums::Unique(odd));
        let more: Vec<i64> = (0..60).map(|at| 1 << at).collect();
        assert_eq!(sums(&more, 1 << 59), Sums::NotProven);
        let fees: Vec<i64> = (0..40).map(|at| 10_000 * (1 + at % 13)).collect();
        assert!(matches!(sums(&fees, 1_000_000), Sums::Several { ways: 1000.., .. }));
    }

    #[test]
    fn what_is_alike_is_told_apart() {
        let all = [vec![0, 2], vec![0, 3], vec![2, 3]];
        assert_eq!(alike(&[50, 70, 50, 50], &[0, 2]), (3, all.to_vec()));
        assert_eq!(alike(&[50, 70, 50], &[0, 1, 2]), (1, vec![vec![0, 1, 2]]));
        assert_eq!(alike(&[50; 100], &[0, 1]).0, 4950);
        assert_eq!(alike(&[50; 200], &(0..100).collect::<Vec<_>>()).0, u64::MAX);
    }

    /// Each reading as its amounts, ascending.
    fn by_force(amounts: &[i64], target: i64) -> BTreeSet<Vec<i64>> {
        let subset = |bits: u32| -> Vec<i64> {
            let is_in = |at: &usize| bits & (1 << at) != 0;
            let mut chosen: Vec<i64> =
                (0..amounts.len()).filter(is_in).map(|at| amounts[at]).collect();
            chosen.sort_unstable();
            chosen
        };
        let subsets = (1..1u32 << amounts.len()).map(subset);
        subsets.filter(|chosen| chosen.iter().sum::<i64>() == target).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        #[test]
        fn tells_all_that_is_alike(amounts in prop::collection::vec(1i64..5, 1..9), bits in 0u32..256) {
            let subset = |bits: u32| -> Vec<usize> {
                (0..amounts.len()).filter(|at| bits & (1 << at) != 0).collect()
            };
            let worth = |set: &[usize]| -> Vec<i64> {
                let mut worth: Vec<i64> = set.iter().map(|at| amounts[*at]).collect();
                worth.sort_unstable();
                worth
            };
            let chosen = subset(bits);
            let sets = (0..1u32 << amounts.len()).map(subset);
            let expected: BTreeSet<Vec<usize>> =
                sets.filter(|set| worth(set) == worth(&chosen)).collect();
            let (count, few) = alike(&amounts, &chosen);
            prop_assert_eq!(count, expected.len() as u64);
            let told: BTreeSet<Vec<usize>> = few.iter().cloned().collect();
            prop_assert_eq!(told.len(), expected.len().min(MOST_TOLD));
            prop_assert!(told.is_subset(&expected));
        }

        #[test]
        fn agrees_with_trying_all(amounts in prop::collection::vec(1i64..40, 0..14), target in 1i64..200) {
            let expected = by_force(&amounts, target);
            let told = |set: &Vec<usize>| -> Vec<i64> {
                let mut chosen: Vec<i64> = set.iter().map(|at| amounts[*at]).collect();
                chosen.sort_unstable();
                chosen
            };
            match sums(&amounts, target) {
                Sums::None => prop_assert!(expected.is_empty()),
                Sums::NotProven => prop_assert!(false, "few items are always proven"),
                Sums::Unique(set) => prop_assert_eq!(BTreeSet::from([told(&set)]), expected),
                Sums::Several { ways, first } => {
                    prop_assert_eq!(ways, expected.len() as u64);
                    prop_assert_eq!(first.len(), expected.len().min(MOST_TOLD));
                    let distinct: BTreeSet<Vec<i64>> = first.iter().map(told).collect();
                    prop_assert_eq!(distinct.len(), first.len());
                    prop_assert!(distinct.is_subset(&expected));
                }
            }
        }
    }
}
