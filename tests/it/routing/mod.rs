//! Finding ways: against two other planners on random networks, rule by rule on small ones, and why there is none.

mod differential;
mod oracle;
mod random;
mod sketch;
