//! A seeded simulation: an agency's files and a clerk's decisions at random, against a tiny book of
//! its own.
//!
//! After each act the laws are proved: money in = settled + refunded + excluded + open; no payment
//! gives and no invoice takes more than it has; what is refused changes nothing; the same file
//! twice is the file once; the reports of a closed period never change; replay finds the tables as
//! they are; undoing everything leaves nothing. A failure names its seed: `SEED=n cargo test --test
//! it simulate::one_seed`.

#[path = "simulate/acts.rs"]
mod acts;
#[path = "simulate/deliveries.rs"]
mod deliveries;
#[path = "simulate/dice.rs"]
mod dice;
#[path = "simulate/mirror.rs"]
mod mirror;
#[path = "simulate/paper.rs"]
mod paper;
#[path = "simulate/world.rs"]
mod world;

use world::World;

/// Enough that every act is done and refused; the seeds that run by hand go further.
const STEPS: usize = 150;
const MANY_STEPS: usize = 300;

fn run(seed: u64, steps: usize) {
    println!("seed {seed}");
    let mut world = World::new(seed);
    for step in 0..steps {
        world.act(step);
        world.prove_step(step);
    }
    world.prove_all();
    world.undo_everything();
    world.import_everything_again();
    world.prove_all();
    world.prove_that_much_happened();
}

#[test]
fn one_seed() {
    let seed = std::env::var("SEED").ok().and_then(|text| text.parse().ok());
    run(seed.unwrap_or(1), STEPS);
}

#[test]
#[ignore = "takes minutes"]
fn many_seeds() {
    for seed in 100..130 {
        run(seed, MANY_STEPS);
    }
}
