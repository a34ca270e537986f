//! Random sketches from seeds, the same on every machine.

use super::sketch::{BorderRow, Rails, Sketch, Stock, TurnRow, country_of};

/// A source of numbers: SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// Whether a chance of so many per cent comes true.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// How many stations and rails a random sketch has, and of what it has something.
#[derive(Clone, Copy)]
pub struct Mix {
    pub stations: usize,
    pub rails: usize,
    /// Two countries, two gauges, borders with operations, some of them with changes of bogies.
    pub gauges: bool,
    /// Electrified, and stations known as depots.
    pub electrified: bool,
    /// Listed turns, and sourced positions from which reversals are inferred.
    pub turns: bool,
    /// Freight lines, branches, lines of other days.
    pub usages: bool,
}

impl Mix {
    pub const fn plain(stations: usize, rails: usize) -> Mix {
        Mix {
            stations,
            rails,
            gauges: false,
            electrified: false,
            turns: false,
            usages: false,
        }
    }

    pub const fn full(stations: usize, rails: usize) -> Mix {
        Mix {
            stations,
            rails,
            gauges: true,
            electrified: true,
            turns: true,
            usages: true,
        }
    }
}

/// A random sketch; two rails may join the same stations, and parts may hang apart.
pub fn sketch(dice: &mut Dice, mix: Mix) -> Sketch {
    let name = |number: usize| match mix.gauges && number % 2 == 1 {
        true => format!("ru-{number:02}"),
        false => format!("kp-{number:02}"),
    };
    let mut sketch = Sketch::default();
    for number in 0..mix.rails {
        let a = dice.below(mix.stations);
        let b = (a + 1 + dice.below(mix.stations - 1)) % mix.stations;
        sketch
            .rails
            .push(rails(dice, mix, [name(a), name(b)], number));
    }
    for [a, b] in sketch
        .rails
        .iter()
        .map(|rails| rails.ends.clone())
        .collect::<Vec<_>>()
    {
        if mix.gauges && country_of(&a) != country_of(&b) {
            border(dice, &mut sketch, [a, b]);
        }
    }
    if mix.turns {
        turns(dice, &mut sketch);
        for station in sketch.stations() {
            if dice.chance(70) {
                // Whole thousandths of a degree about the equator, where the map is flat.
                let degrees = |dice: &mut Dice| dice.below(200) as f64 / 1_000.0;
                sketch.places.push((station, degrees(dice), degrees(dice)));
            }
        }
    }
    if mix.electrified {
        sketch.depots = sketch.stations();
        sketch.depots.retain(|_| dice.chance(50));
    }
    sketch
}

fn rails(dice: &mut Dice, mix: Mix, ends: [String; 2], number: usize) -> Rails {
    let mut rails = Rails {
        ends,
        // Few lengths, so that many ways cost the same.
        km: 1 + dice.below(40) as u64,
        gauges: vec![1435],
        usage: "main",
        electrification: "",
        opened: "",
        closed: "",
        line: format!("Line {number}"),
    };
    if mix.gauges {
        let sets: [&[u16]; 4] = [&[1435], &[1435], &[1520], &[1435, 1520]];
        rails.gauges = dice.pick(&sets).to_vec();
    }
    if mix.electrified {
        rails.electrification = dice.pick(&["", "none", "3kV-DC", "3kV-DC", "25kV-AC"]);
    }
    if mix.usages {
        rails.usage = dice.pick(&["main", "main", "connecting", "branch", "freight"]);
        rails.opened = dice.pick(&["", "", "", "2021-01-01", "2020-06-01"]);
        if rails.opened.is_empty() {
            rails.closed = dice.pick(&["", "", "", "2019-01-01", "2020-06-01"]);
        }
    }
    rails
}

fn border(dice: &mut Dice, sketch: &mut Sketch, ends: [String; 2]) {
    let at = ends[dice.below(2)].clone();
    let is_known = |what: &str| {
        let same = |row: &&BorderRow| {
            row.what == what && ends.contains(&row.ends[0]) && ends.contains(&row.ends[1])
        };
        sketch.borders.iter().any(|row| same(&row))
    };
    let mut rows = Vec::new();
    for (what, gauges) in [
        ("control", None),
        ("locomotive_change", None),
        ("gauge_change", Some([1435, 1520])),
    ] {
        if dice.chance(60) && !is_known(what) {
            rows.push(BorderRow {
                ends: ends.clone(),
                at: at.clone(),
                what,
                gauges,
                // One shop a station: its gauge change takes the same whichever border it is listed for.
                minutes: match gauges {
                    Some(_) => 10 + u64::from(at.as_bytes()[4]),
                    None => dice.below(30) as u64,
                },
            });
        }
    }
    sketch.borders.extend(rows);
}

fn turns(dice: &mut Dice, sketch: &mut Sketch) {
    for via in sketch.stations() {
        let mut arms: Vec<String> = sketch
            .rails
            .iter()
            .filter(|rails| rails.ends.contains(&via))
            .map(|rails| rails.ends[usize::from(rails.ends[0] == via)].clone())
            .collect();
        arms.sort();
        arms.dedup();
        for (number, a) in arms.iter().enumerate() {
            for b in &arms[number..] {
                if dice.chance(40) {
                    let movement = dice.pick(&["through", "through", "reversal", "none"]);
                    let timed = movement == "reversal" && dice.chance(50);
                    sketch.turns.push(TurnRow {
                        via: via.clone(),
                        arms: [a.clone(), b.clone()],
                        movement,
                        minutes: timed.then(|| 1 + dice.below(60) as u64),
                    });
                }
            }
        }
    }
}

/// A random train for a sketch.
pub fn stock(dice: &mut Dice, mix: Mix) -> Stock {
    let gauges: [&[u16]; 2] = [&[1435], &[1435, 1520]];
    let gauges = if mix.gauges {
        dice.pick(&gauges)
    } else {
        &[1435]
    };
    let engines: &[(Option<&'static str>, &'static str)] = match (mix.electrified, dice.below(4)) {
        (false, _) | (true, 0) => &[],
        (true, 1) => &[(None, "diesel")],
        (true, 2) => &[(None, "diesel"), (None, "3kV-DC")],
        (true, _) => &[
            (Some("KP"), "diesel"),
            (Some("RU"), "3kV-DC"),
            (None, "25kV-AC"),
        ],
    };
    Stock {
        gauges: gauges.to_vec(),
        engines: engines.to_vec(),
        uses_freight_lines: mix.usages && dice.chance(30),
    }
}
