//! Planning backwards: from the arrival wanted to the departure.

use jiff::{SignedDuration, ZonedDateTime};

use super::meaning::refused;
use super::{Dataset, Error};
use crate::journey::clock::{ClockError, Departure};
use crate::journey::{self, Question};
use crate::train::Train;
use crate::units::RunTime;

impl Dataset {
    /// The departure that likely arrives at a time by the clock at the end, and what to know about it.
    pub(super) fn backwards(
        &self,
        train: &Train,
        question: &Question,
        arrival: &Departure,
    ) -> Result<(Departure, String), Error> {
        let network = self.network();
        let [from, to] = [question.query.from, question.query.to].map(|end| network.station(end));
        let zone = |station: &crate::network::Station| {
            station.timezone.clone().ok_or_else(|| Error::NoZone {
                station: station.name.clone(),
            })
        };
        let wanted = arrival.in_zone(&zone(to)?)?;
        let mut asked = question.clone();
        asked.alternatives = 0;
        asked.explain = false;
        let plan = journey::plan(network, train, &asked);
        let plan = plan.map_err(|error| refused(self, train, &question.query, error))?;
        let duration = plan.journeys[0].duration;
        let there = zone(from)?;
        let likely = earlier(&wanted, duration.likely(), &there)?;
        let surely = earlier(&wanted, duration.high(), &there)?;
        let shown = |time: &ZonedDateTime| time.strftime("%A %Y-%m-%d %H:%M (UTC%:z)").to_string();
        let remark = format!(
            "planned backwards: half of all journeys arrive later than {}; to arrive by then on 9 journeys in 10, leave {}",
            shown(&wanted),
            shown(&surely),
        );
        let departure = Departure::Instant {
            at: likely.timestamp(),
            day: likely.date(),
        };
        Ok((departure, remark))
    }
}

/// The clock in a zone so much earlier, in whole minutes.
fn earlier(time: &ZonedDateTime, by: RunTime, zone: &str) -> Result<ZonedDateTime, Error> {
    let minutes = by.minutes().round() as i64;
    let before = time
        .timestamp()
        .checked_sub(SignedDuration::from_mins(minutes));
    let before = before.map_err(|_| ClockError::OffCalendar {
        time: time.to_string(),
    })?;
    Ok(before.to_zoned_datetime(journey::clock::time_zone(zone)?))
}
