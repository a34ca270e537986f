//! Finding ways: against two other planners on random networks, rule by rule on small ones, and why there is none.

mod alternatives;
mod differential;
mod laws;
mod no_route;
mod oracle;
mod random;
mod rules;
mod sketch;
