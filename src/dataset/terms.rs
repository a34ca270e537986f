//! What most requests have in common: the train, the day, what must be avoided.

use jiff::civil::Date;

use super::given::{Avoided, Given};
use crate::network::Country;
use crate::train::{ConsistChange, Train};

/// The terms of a request, as given.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Terms {
    pub avoid: Vec<Given<Avoided>>,
    pub transit: Vec<Given<Country>>,
    pub on: Option<Given<Date>>,
    pub train: Option<Given<Box<Train>>>,
    pub change: ConsistChange,
    pub command: Option<String>,
}

/// The setters that requests with a field `terms` share.
macro_rules! terms {
    ($request:ty) => {
        impl $request {
            /// Keeps away from a station, a line or a country (its two letters); may be called repeatedly.
            #[must_use]
            pub fn avoid(
                mut self,
                avoided: impl Into<$crate::dataset::Given<$crate::dataset::Avoided>>,
            ) -> Self {
                self.terms.avoid.push(avoided.into());
                self
            }

            /// The network of this day; else that of the departure, where there is one, else that of the data.
            #[must_use]
            pub fn on(mut self, day: impl Into<$crate::dataset::Given<jiff::civil::Date>>) -> Self {
                self.terms.on = Some(day.into());
                self
            }

            /// The train: its id, a train number of a timetable, or a [`Train`](crate::train::Train); else the default of
            /// the place.
            #[must_use]
            pub fn train(
                mut self,
                train: impl Into<$crate::dataset::Given<Box<$crate::train::Train>>>,
            ) -> Self {
                self.terms.train = Some(train.into());
                self
            }

            /// Other cars, another mass, other locomotives.
            #[must_use]
            pub fn consist(mut self, change: $crate::train::ConsistChange) -> Self {
                self.terms.change = change;
                self
            }

            /// The command that answers carry; else the one that asks the same.
            #[must_use]
            pub fn command(mut self, command: impl Into<String>) -> Self {
                self.terms.command = Some(command.into());
                self
            }
        }
    };
}

/// The setter for countries that may be passed.
macro_rules! transit {
    ($request:ty) => {
        impl $request {
            /// A country that may be passed though neither end lies there; may be called repeatedly.
            #[must_use]
            pub fn transit(
                mut self,
                country: impl Into<$crate::dataset::Given<$crate::network::Country>>,
            ) -> Self {
                self.terms.transit.push(country.into());
                self
            }
        }
    };
}

pub(super) use {terms, transit};
