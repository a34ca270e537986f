//! Why a request has no answer, as `application/problem+json` (RFC 9457) with the texts and codes of the command line.

use serde_json::{Value, json};

use crate::dataset::Error;

/// A refusal.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Status of the response.
    pub status: u16,
    /// Short name of its kind: `unknown_station`, `no_route`.
    pub code: &'static str,
    /// What is wrong, in the words of the command line.
    pub text: String,
    /// Seconds after which it may be asked again.
    pub retry_after: Option<u32>,
}

impl Problem {
    /// A refusal with a status, a code and a text.
    pub fn new(status: u16, code: &'static str, text: impl Into<String>) -> Problem {
        Problem {
            status,
            code,
            text: text.into(),
            retry_after: None,
        }
    }

    /// A request that cannot be understood.
    pub fn wrong(code: &'static str, text: impl Into<String>) -> Problem {
        Problem::new(400, code, text)
    }

    /// More is asked than can be done just now.
    pub fn busy(text: impl Into<String>) -> Problem {
        Problem {
            retry_after: Some(1),
            ..Problem::new(503, "busy", text)
        }
    }

    /// A fault of the program.
    pub fn fault() -> Problem {
        let text = "this request met a fault of the program, which goes on; please report the address that was asked";
        Problem::new(500, "internal", text)
    }

    /// It as JSON.
    pub fn json(&self) -> Value {
        json!({
            "type": format!("urn:slowtrain:problem:{}", self.code),
            "title": self.title(),
            "status": self.status,
            "detail": self.text,
            "code": self.code,
        })
    }

    /// What problems of its status have in common.
    fn title(&self) -> &'static str {
        match self.status {
            400 => "The request cannot be understood",
            404 => "There is nothing at this address",
            405 => "This address does not take that method",
            413 => "The body is too large",
            414 => "The address is too long",
            415 => "The body is of another type than wanted",
            421 => "This server does not answer for that host",
            422 => "The answer is negative",
            503 => "More is asked than can be done just now",
            504 => "The answer takes too long",
            _ => "A fault of the program",
        }
    }
}

/// A negative answer is 422, a wrong question 400, data that cannot be used 500.
impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        let status = match &error {
            error if error.is_negative() => 422,
            Error::NotAFolder { .. }
            | Error::Unreadable { .. }
            | Error::Network(_)
            | Error::Unusable { .. }
            | Error::Sketch(_) => 500,
            _ => 400,
        };
        let text = match &error {
            Error::Stall { .. } => {
                format!("{error}; locomotives, cars and mass_t change the train")
            }
            other => other.to_string(),
        };
        Problem::new(status, error.code(), text)
    }
}
