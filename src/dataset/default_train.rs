//! The train that runs when none is asked for: the one that fits the place.

use super::{Dataset, Error};
use crate::network::{GaugeSet, StationIdx};
use crate::train::{CatalogEntry, DefaultReason, Train};

/// The train of which nothing is known but that it carries passengers: it runs where no train is the default.
const ANYWHERE: &str = "generic-passenger";

impl Dataset {
    /// The train that runs between two stations when none is asked for, and why: one whose file says so of their countries
    /// (`default_for`) and whose gauges are there, else `generic-passenger`, else the only train there is.
    ///
    /// # Errors
    /// [`Error::NoDefaultTrain`] where none of these is there, [`Error::Train`] when a file cannot be used.
    ///
    /// ```
    /// let data = slowtrain::Dataset::bundled()?;
    /// let [from, to] = ["Moscow", "Irkutsk"].map(|name| data.resolve(name));
    /// let (train, _) = data.default_train(from?.station, to?.station)?;
    /// assert_eq!(train.id, "rossiya");
    /// # Ok::<(), slowtrain::Error>(())
    /// ```
    pub fn default_train(
        &self,
        from: StationIdx,
        to: StationIdx,
    ) -> Result<(Train, DefaultReason), Error> {
        if self.network().sketched().is_some() {
            return Ok((self.default_anywhere()?, DefaultReason::Anywhere));
        }
        let country = |station| self.network().station(station).country;
        for (id, reason) in self.trains().defaults(country(from), country(to))? {
            let train = self.train(id)?;
            if [from, to].iter().all(|end| self.fits(&train.gauges, *end)) {
                return Ok((train, reason));
            }
        }
        Ok((self.default_anywhere()?, DefaultReason::Anywhere))
    }

    /// The train that runs when none is asked for and the places are many or unknown.
    ///
    /// # Errors
    /// As [`Dataset::default_train`].
    pub fn default_anywhere(&self) -> Result<Train, Error> {
        let ids: Vec<&str> = self.trains().ids().collect();
        match ids[..] {
            _ if ids.contains(&ANYWHERE) => self.train(ANYWHERE),
            [only] => self.train(only),
            _ => Err(Error::NoDefaultTrain {
                known: ids.into_iter().map(str::to_owned).collect(),
            }),
        }
    }

    /// Whether a track of one of these gauges is at a station.
    fn fits(&self, gauges: &GaugeSet, station: StationIdx) -> bool {
        let network = self.network();
        let mut tracks = network.segments_at(station).iter();
        tracks.any(|segment| {
            let here = &network.segment(*segment).gauges;
            gauges.iter().any(|gauge| here.contains(gauge))
        })
    }

    /// The same data with one more train, from the text of its file; it takes the place of a train with its id. Returns the
    /// id as well.
    ///
    /// # Errors
    /// [`Error::Train`] when the text is no train.
    pub fn with_train(&self, text: &str, file: &str) -> Result<(Dataset, String), Error> {
        let id = Train::parse(text, file)?.id;
        let entry = CatalogEntry {
            id: id.clone(),
            file: file.to_owned(),
            text: text.to_owned(),
        };
        let trains = self.trains().clone().with(entry);
        Ok((self.with_trains(trains), id))
    }
}

/// Why a train was taken, and how to choose another.
pub(super) fn remark(data: &Dataset, train: &Train, reason: DefaultReason) -> String {
    let name = |country| {
        let facts = data.network().country(country);
        facts.map_or_else(|| format!("{country}"), |facts| facts.name.clone())
    };
    let why = match reason {
        DefaultReason::EndIn(country) => {
            format!("the default for journeys with an end in {}", name(country))
        }
        DefaultReason::Inside(country) => format!("the default inside {}", name(country)),
        DefaultReason::Anywhere => String::from("the default where no other train is"),
    };
    format!(
        "the train is {}, {why}; --train NAME chooses another (`slowtrain trains` lists them)",
        train.id
    )
}
