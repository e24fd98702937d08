//! What happens in a month, each with its weight: the ordinary in the shares that were measured,
//! the traps more often than in life, so that a million holds each of them many times.

mod again;
mod codes;
mod lumps;
mod names;
mod near;
mod other;

use crate::book::Book;
use crate::dice::Dice;
use crate::world::{Agency, World};

/// One kind of event: which invoices it needs, and what is paid for them.
pub struct Scenario {
    pub name: &'static str,
    /// Of about 10,000.
    pub weight: u64,
    /// How many rows it makes, about.
    pub payments: usize,
    pub plan: fn(&mut Dice, &mut World) -> Vec<usize>,
    pub pay: fn(&mut Book, &[usize]),
}

const fn on(
    name: &'static str,
    weight: u64,
    payments: usize,
    plan: fn(&mut Dice, &mut World) -> Vec<usize>,
    pay: fn(&mut Book, &[usize]),
) -> Scenario {
    Scenario { name, weight, payments, plan, pay }
}

pub const SCENARIOS: &[Scenario] = &[
    on("number as printed", 3900, 1, one, codes::printed),
    on("number without dash", 480, 1, one_lettered, codes::without_dash),
    on("number with blanks", 260, 1, one_lettered, codes::with_blanks),
    on("number split anywhere", 120, 1, one_lettered, codes::split),
    on("number in small letters", 100, 1, one_lettered, codes::small),
    on("number and dossier", 150, 1, one_lettered, codes::number_and_dossier),
    on("number, a relative's name", 250, 1, one_lettered, codes::relative),
    on("number, a code never issued", 30, 1, one_lettered, codes::beside_unknown),
    on("plain digits as number", 80, 1, codes::plan_ward, codes::plain_digits),
    on("dossier", 560, 1, one, codes::dossier),
    on("dossier of two, one paid", 80, 1, codes::plan_dossier_apart, codes::dossier_one),
    on("dossier of two, both paid", 60, 1, codes::plan_dossier_apart, codes::dossier_both),
    on("dossier of two equal ones", 40, 1, codes::plan_dossier_equal, codes::dossier_tie),
    on("payment code", 300, 1, codes::plan_payment_code, codes::payment_code),
    on("structured code", 150, 1, one, codes::structured),
    on("virtual account", 200, 1, codes::plan_virtual, codes::virtual_account),
    on("virtual account, another's code", 20, 1, codes::plan_virtual_two, codes::virtual_against),
    on("look-alike of another agency", 40, 1, codes::plan_department, codes::printed),
    on("number without its letters", 40, 1, one_lettered, codes::without_letters),
    on("issued after the payment", 30, 1, codes::plan_late, codes::issued_after),
    on("trace equals another's number", 50, 1, codes::plan_trace, codes::trace_and_code),
    on("trace equals, no code", 30, 1, codes::plan_trace, codes::trace_alone),
    on("two named, amount of one", 30, 1, codes::plan_two_of_one, codes::two_named_one_paid),
    on("slip of one sign", 250, 1, one_lettered, near::slip_as_it_comes),
    on("slip onto an equal fee", 50, 1, one_lettered, near::slip_onto_equal),
    on("slip onto a settled one", 30, 1, one_lettered, near::slip_onto_settled),
    on("tail cut off", 100, 1, one_lettered, near::cut_tail),
    on("signs that look alike", 80, 1, one_lettered, near::look_alike_signs),
    on("name only", 480, 1, one, names::plain_name),
    on("name turned round", 50, 1, one, names::turned),
    on("name cut", 40, 1, one, names::cut_short),
    on("a relative's name only", 60, 1, one, names::relative),
    on("amount only", 120, 1, one, names::amount_only),
    on("twins, as many payments", 30, 2, names::plan_two_twins, names::twins_even),
    on("twins, one payment less", 30, 2, names::plan_three_twins, names::twins_odd),
    on("lump, all codes", 120, 1, lumps::plan_some, lumps::all_codes),
    on("lump, codes shortened", 40, 1, lumps::plan_some, lumps::shortened),
    on("lump of several payers", 60, 1, lumps::plan_strangers, lumps::all_codes_of_strangers),
    on("lump, one of twelve named", 20, 1, lumps::plan_twelve, lumps::one_of_twelve),
    on("lump, no codes, one solution", 30, 1, lumps::plan_one_solution, lumps::no_codes),
    on("lump, no codes, more solutions", 30, 1, lumps::plan_two_solutions, lumps::no_codes_tie),
    on("lump, no codes, no solution", 20, 1, lumps::plan_one_solution, lumps::no_solution),
    on("instalments", 60, 2, one_lettered, again::instalments),
    on("another amount", 180, 1, one_lettered, again::another_amount),
    on("one dong short or over", 40, 1, one_lettered, again::one_dong),
    on("paid twice, two days", 60, 2, one_lettered, again::twice_two_days),
    on("paid twice, two channels", 40, 2, one_lettered, again::twice_two_channels),
    on("settled before, paid again", 60, 1, plan_settled, again::settled_again),
    on("cancelled", 40, 1, again::plan_cancelled, again::cancelled),
    on("exempt", 20, 1, again::plan_exempt, again::exempt),
    on("gateway sale", 300, 1, codes::plan_payment_code, other::sale),
    on("gateway failed", 40, 1, one_lettered, other::failed),
    on("gateway pending", 20, 1, one_lettered, other::pending),
    on("gateway refund", 30, 2, codes::plan_payment_code, other::sale_and_refund),
    on("given back at the bank", 30, 2, one_lettered, other::given_back),
    on("interest and own transfers", 30, 1, nothing, other::no_fee),
    on("strangers' money", 150, 1, nothing, other::strangers),
    on("(unpaid)", 1500, 0, one, |_, _| ()),
    on("(settled before)", 1000, 0, plan_settled, |_, _| ()),
];

fn nothing(_: &mut Dice, _: &mut World) -> Vec<usize> {
    vec![]
}

fn one(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    vec![world.add(dice)]
}

/// One whose number begins with letters.
fn one_lettered(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    let at = world.add(dice);
    if world.invoices[at].agency == Agency::Ward {
        world.invoices[at].agency = Agency::Centre;
    }
    vec![at]
}

fn plan_settled(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    let at = world.add(dice);
    world.invoices[at].state = crate::world::State::Settled;
    world.invoices[at].issued = dice.below(27);
    vec![at]
}
