//! Why a report was judged as it was, in words.

use std::fmt;

use crate::reported::{
    CarsFit, Check, ComparedReason, ComputedTime, DistancePlace, Figure, MeanOf, MeanOver, Offer,
    RailDistance, Reason, SpeedPlace, TimePlace, TrainSpeeds, Verdict,
};
use crate::units::{Estimate, Length, MILE_KM, RunTime, Speed, format};

/// The reason, with the arithmetic.
impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&reason(self))
    }
}

/// What would make a claim true, or explain it.
impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&offer(self))
    }
}

impl fmt::Display for ComparedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&compared(self))
    }
}

fn reason(check: &Check) -> String {
    match &check.reason {
        Reason::Distance {
            claimed,
            place,
            rail,
        } => distance(claimed, *place, rail),
        Reason::Time {
            claimed,
            place,
            computed,
            means,
        } => {
            let is_slow = claimed.closed().low > computed.under_way.likely().h();
            let can_wait = is_slow && computed.arrival.is_some();
            let is_possible = !matches!(place, TimePlace::BelowMinimum(_));
            let waits = match can_wait && is_possible {
                true => "; trains can wait for hours unannounced",
                false => "",
            };
            format!(
                "{} h {}: computed {}{}{waits}",
                figure(claimed),
                time_place(place),
                computed_time(computed),
                mean_speeds(means),
            )
        }
        Reason::UnclearSpeed {
            claimed,
            mean,
            highest,
        } => format!(
            "whether {} km/h is the mean or the highest speed is not said; as the mean: {} ({}); as the highest: {} ({})",
            figure(claimed),
            mean.verdict,
            reason(mean),
            highest.verdict,
            reason(highest),
        ),
        Reason::Cars {
            each,
            trains,
            length,
            fit,
        } => cars((*each, *trains), *length, fit),
        Reason::TrainMean {
            claimed,
            place,
            train,
        } => train_mean(claimed, *place, train),
        Reason::TrainHighest {
            claimed,
            place,
            train,
        } => train_highest(claimed, *place, train),
        speed => speed_reason(speed, check.verdict),
    }
}

fn distance(claimed: &Figure, place: DistancePlace, rail: &RailDistance) -> String {
    let word = match (place, rail.sketched) {
        (DistancePlace::BelowStraightLine, _) => "is less than the straight line",
        (DistancePlace::BelowShortest, _) => "is less than the shortest rail distance",
        (DistancePlace::Agrees, None) => "agrees with the route",
        (DistancePlace::Above, None) => "is more than a tenth above the route and its alternatives",
        (DistancePlace::Below, None) => "is more than a tenth below the route and its alternatives",
        (DistancePlace::Agrees, Some(_)) => "agrees with the sketched route",
        (DistancePlace::Above, Some(_)) => "is more than the sketched route",
        (DistancePlace::Below, Some(_)) => "is less than the sketched route",
    };
    let route = format::distance(rail.route);
    let rails = match rail.sketched {
        None => format!(
            "the rail distance is {route}, over any open line at least {}",
            format::distance(rail.shortest)
        ),
        Some(range) => format!(
            "the rail distance is {route}, sketched, and lies between {} and {} nine times in ten",
            format::distance(range.low()),
            format::distance(range.high())
        ),
    };
    let geodesic = format::distance(rail.geodesic);
    format!(
        "{} km {word}: {rails}, the straight line {geodesic}",
        figure(claimed)
    )
}

/// What a claim says of speeds on its route, and of its own figures.
fn speed_reason(reason: &Reason, verdict: Verdict) -> String {
    match reason {
        Reason::Mean {
            claimed,
            computed,
            fastest,
        } => format!(
            "a mean of {} km/h against a computed mean of {:.0} to {:.0}, stops and borders included, and {:.0} at the technical minimum time",
            figure(claimed),
            computed.low,
            computed.high,
            fastest.kmh(),
        ),
        Reason::HighestInTime {
            claimed,
            hours,
            route,
            needed_kmh,
            standing,
            running_kmh,
        } => {
            let word = match verdict {
                Verdict::Impossible => "contradicts",
                Verdict::Doubtful => "hardly allows",
                Verdict::Consistent => "allows",
            };
            let least = format::duration(*standing);
            let stops = match (verdict, running_kmh) {
                (Verdict::Doubtful, Some(running)) => format!(
                    "; stops and borders take at least {least}, so that it must run at {running:.0} km/h between them"
                ),
                (Verdict::Doubtful, None) => {
                    format!("; stops and borders alone take at least {least}")
                }
                _ => String::new(),
            };
            format!(
                "a maximum of {} km/h {word} the mean of {needed_kmh:.0} km/h that {} h over {} mean{stops}",
                figure(claimed),
                figure(hours),
                format::distance(*route),
            )
        }
        Reason::HighestAlone { claimed, computed } => {
            let word = match verdict {
                Verdict::Consistent => "allows",
                _ => "lies below",
            };
            format!(
                "a maximum of {} km/h {word} the computed mean of {:.0} to {:.0}, stops and borders included",
                figure(claimed),
                computed.low,
                computed.high,
            )
        }
        Reason::HighestBelowMean { highest, mean } => format!(
            "a maximum of {} km/h is below the mean of {} km/h claimed with it",
            figure(highest),
            figure(mean)
        ),
        Reason::OwnHighest {
            km,
            hours,
            needed_kmh,
            highest,
        } => format!(
            "{} km in {} h is {needed_kmh:.0} km/h or more, against a maximum of {}",
            figure(km),
            figure(hours),
            figure(highest)
        ),
        Reason::OwnMean {
            speed,
            hours,
            km,
            product_km,
        } => {
            let word = match verdict {
                Verdict::Consistent => "agrees with",
                _ => "contradicts",
            };
            format!(
                "{} km/h for {} h makes {product_km:.0} km, which {word} {} km",
                figure(speed),
                figure(hours),
                figure(km),
            )
        }
        other => other.code().replace('_', " "),
    }
}

fn cars((each, trains): (u32, u32), length: Length, fit: &CarsFit) -> String {
    let in_trains = match trains {
        1 => String::from("in one train"),
        trains => format!("in each of {trains} trains"),
    };
    let fits = match fit {
        CarsFit::TooHeavy { from, to } => {
            format!("and too heavy for its locomotives between {from} and {to}")
        }
        CarsFit::LongerThanLoops(loops) => format!(
            "longer than any usual passing loop of {}",
            format::distance(*loops)
        ),
        CarsFit::Loops => String::from("which passing loops take"),
        CarsFit::LoopsAndLocomotives => String::from("which loops and locomotives take"),
    };
    let length = format::distance(length);
    format!("{each} cars {in_trains} are {length} long, {fits}")
}

fn train_mean(claimed: &Figure, place: SpeedPlace, train: &TrainSpeeds) -> String {
    let word = match place {
        SpeedPlace::AboveTop => "is more than it is built for",
        SpeedPlace::AboveSustained => "is more than it sustains anywhere",
        SpeedPlace::BelowSustained => "is less than half of what it sustains anywhere",
        SpeedPlace::Within => "agrees with what it sustains",
    };
    format!(
        "a mean of {} km/h {word}: between stops {} sustains {:.0} to {:.0} km/h, depending on country and line, and is built for {:.0} km/h",
        figure(claimed),
        train.id,
        train.slowest.kmh(),
        train.fastest.kmh(),
        train.top.kmh(),
    )
}

fn train_highest(claimed: &Figure, place: SpeedPlace, train: &TrainSpeeds) -> String {
    let word = match place {
        SpeedPlace::AboveTop => "is more than it is built for",
        SpeedPlace::AboveSustained | SpeedPlace::Within => "is within what it is built for",
        SpeedPlace::BelowSustained => "is less than it sustains where it is fastest",
    };
    format!(
        "a maximum of {} km/h {word}: {} is built for {:.0} km/h and sustains up to {:.0} km/h between stops",
        figure(claimed),
        train.id,
        train.top.kmh(),
        train.fastest.kmh(),
    )
}

fn offer(offer: &Offer) -> String {
    match offer {
        Offer::StraightLine(km) => format!(
            "{} km is the straight line, not the rail distance",
            whole_number(*km)
        ),
        Offer::MilesForKm(told) => format!(
            "{} miles would be {}, the rail distance: were miles taken for kilometres?",
            whole_number(*told),
            format::distance(Length::from_km(told * MILE_KM))
        ),
        Offer::KmForMiles(told, route) => format!(
            "{} km is the rail distance of {} converted as if it were miles: were kilometres taken for miles?",
            whole_number(*told),
            format::distance(*route)
        ),
        Offer::Needed(mean, route) => format!(
            "to keep this time, the train would have to average {} over {}",
            format::speed(*mean),
            format::distance(*route)
        ),
        Offer::Zones(1.0) => {
            String::from("an hour lost between two time zones would explain the time")
        }
        Offer::Zones(hours) => format!(
            "the clocks at the two ends are {hours} hours apart, which would explain the time"
        ),
        Offer::MphForKmh(told) => format!(
            "{told:.0} miles an hour would be {:.0} km/h: were miles taken for kilometres?",
            told * MILE_KM
        ),
        Offer::OtherTrains(trains) => format!("other trains could do it: {}", trains.join(", ")),
    }
}

fn compared(reason: &ComparedReason) -> String {
    match reason {
        ComparedReason::TechnicalMinimum(least) => {
            format!("the technical minimum time is {}", format::duration(*least))
        }
        ComparedReason::Time {
            reported,
            mean,
            computed,
            place,
        } => format!(
            "{} is {} on average; computed {}; the report {}",
            format::duration(*reported),
            mean.map_or_else(String::new, format::speed),
            computed_time(computed),
            time_place(place),
        ),
        ComparedReason::UpperBound => String::from(
            "the reported time includes stops of unknown length, so it is an upper bound",
        ),
        ComparedReason::Days { least, most } => format!(
            "the reported days leave {} to {}",
            format::duration(*least),
            format::duration(*most)
        ),
        ComparedReason::Computed(computed) => format!("computed {}", computed_time(computed)),
        ComparedReason::StatedStops(stops) => format!(
            "{} of stops were reported with their minutes and are counted apart",
            format::duration(*stops)
        ),
        ComparedReason::Distance { reported_km, route } => format!(
            "reported {reported_km} km; the rail distance is {}",
            format::distance(*route)
        ),
    }
}

/// How a time lies among the samples: `is faster than 98 % of samples`.
fn time_place(place: &TimePlace) -> String {
    let than = |percent: f64| match percent {
        percent if percent > 99.9 => String::from("every sample"),
        percent if percent > 99.0 => String::from("more than 99 % of samples"),
        percent => format!("{percent:.0} % of samples"),
    };
    match place {
        TimePlace::BelowMinimum(least) => format!(
            "is below the technical minimum time of {}",
            format::duration(*least)
        ),
        TimePlace::Likely => String::from("contains the likely time"),
        TimePlace::Faster { than_percent } => format!("is faster than {}", than(*than_percent)),
        TimePlace::Slower {
            than_percent,
            with_stays,
        } => {
            let stays = match with_stays {
                true => " with unannounced stays",
                false => "",
            };
            format!("is slower than {}{stays}", than(*than_percent))
        }
    }
}

/// The computed times: under way, and to arrival where stays are known of.
fn computed_time(computed: &ComputedTime) -> String {
    let of = |range: &Estimate<RunTime>| {
        let likely = format::duration(range.likely());
        format!("{likely} ({})", format::duration_range(range))
    };
    let under_way = of(&computed.under_way);
    match &computed.arrival {
        None => under_way,
        Some(arrival) => format!(
            "{under_way} under way, {} to arrival with unannounced stays",
            of(arrival)
        ),
    }
}

/// What a time means on average.
fn mean_speeds(means: &[MeanOver]) -> String {
    let part = |mean: &MeanOver| {
        let (speed, distance) = (whole(mean.speed), format::distance(mean.distance));
        match mean.of {
            MeanOf::Route => format!("; the time means {speed} over {distance}"),
            MeanOf::Shortest => format!(", {speed} over the shortest {distance}"),
            MeanOf::Claimed => format!(", {speed} over the {distance} claimed"),
        }
    };
    means.iter().map(part).collect()
}

/// A figure of a claim, grouped; with its decimals where it has any.
fn whole_number(told: f64) -> String {
    match told.fract() == 0.0 {
        true => format::grouped(told as i64),
        false => told.to_string(),
    }
}

fn whole(speed: Speed) -> String {
    format!("{:.0} km/h", speed.kmh())
}

/// A figure as it may mean: `1,175 to 1,185`, `over 20`; just the figure where its ends are closer than it is shown.
#[must_use]
pub(super) fn figure(figure: &Figure) -> String {
    let is_whole = figure.low >= 100.0;
    let round = |value: f64| {
        if is_whole {
            format::grouped(value.round() as i64)
        } else {
            format!("{}", (value * 10.0).round() / 10.0)
        }
    };
    let step = if is_whole { 1.0 } else { 0.1 };
    if figure.high.is_infinite() {
        format!("over {}", round(figure.low))
    } else if figure.low == 0.0 {
        format!("under {}", round(figure.high))
    } else if figure.high - figure.low < step * 1.01 {
        round(figure.middle())
    } else {
        format!("{} to {}", round(figure.low), round(figure.high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_as_wide_as_they_are() {
        for (text, words) in [
            ("1180", "1,175 to 1,185"),
            ("2385", "2,385"),
            ("25.5", "25.5"),
            ("200", "190 to 210"),
            ("99", "98.5 to 99.5"),
            ("over 20", "over 20"),
            ("under 60", "under 60"),
        ] {
            let told = Figure::parse(text).expect("a figure");
            assert_eq!(figure(&told), words, "{text}");
        }
    }

    /// 150 of 200 samples take longer: three in four, 75 %.
    #[test]
    fn places_among_the_samples_are_in_per_cent() {
        let faster = |than_percent| time_place(&TimePlace::Faster { than_percent });
        assert_eq!(faster(75.0), "is faster than 75 % of samples");
        assert_eq!(faster(99.5), "is faster than more than 99 % of samples");
        assert_eq!(faster(100.0), "is faster than every sample");
        let slower = TimePlace::Slower {
            than_percent: 60.0,
            with_stays: true,
        };
        assert_eq!(
            time_place(&slower),
            "is slower than 60 % of samples with unannounced stays"
        );
    }
}
