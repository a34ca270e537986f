//! The command that asks what a request asks, for answers to carry.

use super::Dataset;
use super::given::{Avoided, Given, StopRequest};
use super::terms::Terms;
use crate::network::StationIdx;
use crate::units::RunTime;

/// A call of the program as one would type it, with quotes where the shell needs them.
///
/// ```
/// let words = ["route", "Dong Dang", "Hanoi"].map(String::from);
/// assert_eq!(slowtrain::dataset::command_line(words), "slowtrain route 'Dong Dang' Hanoi");
/// ```
#[must_use]
pub fn command_line(arguments: impl IntoIterator<Item = String>) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_=./,:+@%".contains(c);
    let quoted = arguments.into_iter().map(|argument| {
        if !argument.is_empty() && argument.chars().all(is_plain) {
            argument
        } else {
            format!("'{}'", argument.replace('\'', "'\\''"))
        }
    });
    std::iter::once(String::from("slowtrain"))
        .chain(quoted)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words of a command, as they come together.
pub(super) struct Words<'d> {
    data: &'d Dataset,
    words: Vec<String>,
}

impl<'d> Words<'d> {
    pub fn new(data: &'d Dataset, command: &str) -> Words<'d> {
        Words {
            data,
            words: vec![command.to_owned()],
        }
    }

    pub fn station(&self, given: &Given<StationIdx>) -> String {
        match given {
            Given::Text(text) => text.clone(),
            Given::Value(station) => self.data.network().station(*station).id.to_string(),
        }
    }

    pub fn word(&mut self, word: impl ToString) {
        self.words.push(word.to_string());
    }

    pub fn end(&mut self, given: &Given<StationIdx>) {
        let name = self.station(given);
        self.words.push(name);
    }

    pub fn option(&mut self, name: &str, value: impl ToString) {
        self.words.extend([name.to_owned(), value.to_string()]);
    }

    pub fn given<T: ToString>(&mut self, name: &str, given: Option<&Given<T>>) {
        match given {
            None => {}
            Some(Given::Text(text)) => self.option(name, text),
            Some(Given::Value(value)) => self.option(name, value.to_string()),
        }
    }

    pub fn via(&mut self, via: &[Given<StationIdx>]) {
        for given in via {
            let name = self.station(given);
            self.option("--via", name);
        }
    }

    pub fn stops(&mut self, stops: &[StopRequest]) {
        for StopRequest(given) in stops {
            match given {
                Given::Text(text) => self.option("--stop", text),
                Given::Value((station, time)) => {
                    let name = self.station(station);
                    self.option("--stop", format!("{name}={}", minutes(*time)));
                }
            }
        }
    }

    /// The finished command, unless the request came with its own.
    pub fn finish(mut self, terms: &Terms) -> String {
        if let Some(command) = &terms.command {
            return command.clone();
        }
        for given in &terms.avoid {
            let network = self.data.network();
            let name = match given {
                Given::Text(text) => text.clone(),
                Given::Value(Avoided::Station(station)) => network.station(*station).id.to_string(),
                Given::Value(Avoided::Line(line)) => network.line(*line).to_owned(),
                Given::Value(Avoided::Country(country)) => country.to_string(),
            };
            self.option("--avoid", name);
        }
        for given in &terms.transit {
            self.given("--transit", Some(given));
        }
        self.given("--on", terms.on.as_ref());
        match &terms.train {
            None => {}
            Some(Given::Text(name)) => self.option("--train", name),
            Some(Given::Value(train)) => self.option("--train", &train.id),
        }
        if let Some(cars) = terms.change.cars {
            self.option("--cars", cars);
        }
        if let Some(mass) = terms.change.mass {
            self.option("--mass-t", mass.t());
        }
        if let Some(locomotives) = terms.change.locomotives {
            self.option("--locomotives", locomotives);
        }
        if let Some(folder) = self.data.folder() {
            let folder = folder.display().to_string();
            self.option("--network", folder);
        }
        command_line(self.words)
    }
}

/// A time as options take it: minutes.
fn minutes(time: RunTime) -> f64 {
    time.minutes()
}
