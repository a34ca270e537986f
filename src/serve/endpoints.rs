//! What can be asked: each address with its parameters and the function that answers it.

use super::answer::{self, Answer};
use super::parameter::{Parameter, ParameterKind, Values};
use super::pool::Weight;
use super::problem::Problem;
use crate::Dataset;

/// Bytes of a sentence that is judged, at most. Assumption: a paragraph.
const LONGEST_SENTENCE: usize = 1_000;

/// An address that answers questions.
pub struct Endpoint {
    /// Its path.
    pub path: &'static str,
    /// What it answers.
    pub told: &'static str,
    /// Its parameters, in groups that endpoints share.
    pub parameters: &'static [&'static [Parameter]],
    /// A query that one might ask.
    pub example: &'static str,
    /// The JSON Schema of its answer, a file of `schemas/`.
    pub schema: Option<&'static str>,
    /// How much work it is.
    pub weight: fn(&Values) -> Weight,
    /// What answers it.
    pub answer: fn(&Dataset, &Values) -> Result<Answer, Problem>,
}

impl Endpoint {
    /// Its parameters.
    pub fn known(&self) -> impl Iterator<Item = &'static Parameter> + Clone {
        self.parameters.iter().flat_map(|group| group.iter())
    }
}

const FROM: Parameter = Parameter::text(
    "from",
    "where the train starts: a name in any script or spelling, or an id like kp-pyongyang",
    "Pyongyang",
)
.required();
const TO: Parameter = Parameter::text("to", "where it goes, likewise", "Vladivostok").required();
const ENDS: &[Parameter] = &[FROM, TO];
const START: &[Parameter] = &[FROM];
const WAY: &[Parameter] = &[
    Parameter::text(
        "via",
        "pass this station; may repeat, in order",
        "Ussuriysk",
    )
    .up_to(20),
    Parameter::text(
        "transit",
        "a country that may be passed though neither end lies there; may repeat",
        "CN",
    )
    .up_to(20),
];
const AVOID: &[Parameter] = &[Parameter::text(
    "avoid",
    "keep away from a station, a line or a country (its two letters); may repeat",
    "CN",
)
.up_to(50)];
const DAY: &[Parameter] = &[Parameter::text(
    "on",
    "the network as it was on this day; by default on the day of departure, else on the date of the data",
    "2019-04-24",
)];
const TRAIN: &[Parameter] = &[Parameter::text(
    "train",
    "the train: a name or a train number; by default the one that fits the place",
    "leader-special",
)];
const CONSIST: &[Parameter] = &[
    Parameter::of(
        "cars",
        "number of cars, instead of the train's own",
        ParameterKind::Whole(1, 2_000),
        "20",
    ),
    Parameter::of(
        "mass_t",
        "mass of all cars together, in tonnes, instead of the train's own",
        ParameterKind::Number(1.0, 500_000.0),
        "1200",
    ),
    Parameter::of(
        "locomotives",
        "number of locomotives, instead of the train's own",
        ParameterKind::Whole(1, 50),
        "2",
    ),
];
const STOPS: &[Parameter] = &[Parameter::text(
    "stop",
    "stop at a station on the route for so many minutes; may repeat",
    "Khasan=60",
)
.up_to(50)];
const JOURNEY: &[Parameter] = &[
    Parameter::text(
        "depart",
        "departure: local time at the start, or with an offset",
        "2019-04-24T02:00",
    ),
    Parameter::text(
        "arrive",
        "arrival instead: local time at the end, or with an offset; the departure is planned backwards from it",
        "2019-04-25T18:00",
    ),
    Parameter::of(
        "alternatives",
        "also up to so many alternative routes",
        ParameterKind::Whole(0, 20),
        "2",
    ),
    Parameter::of(
        "shortest",
        "take the shortest route",
        ParameterKind::Flag,
        "true",
    ),
    Parameter::of(
        "explain",
        "say where each figure comes from, and why this route",
        ParameterKind::Flag,
        "true",
    ),
    Parameter::of(
        "economy",
        "let the train spend its allowance by coasting, and say what energy that saves",
        ParameterKind::Flag,
        "true",
    ),
];
const CLAIMED: &[Parameter] = &[
    Parameter::text("km", "distance claimed", "200"),
    Parameter::text("hours", "hours claimed", "nearly 20"),
    Parameter::text("speed", "mean speed claimed, km/h", "60"),
    Parameter::text("max_speed", "highest speed claimed, km/h", "59"),
    Parameter::of(
        "cars",
        "number of cars claimed",
        ParameterKind::Whole(1, 2_000),
        "90",
    ),
    Parameter::of(
        "trains",
        "number of trains the cars are in",
        ParameterKind::Whole(1, 50),
        "3",
    ),
];
const SEEN: &[Parameter] = &[
    Parameter::text(
        "departed",
        "when it left: by the clock at the start, or with an offset",
        "2019-04-23T07:00",
    )
    .required(),
    Parameter::text("at", "when it is looked for", "2019-04-23T22:00"),
    Parameter::text(
        "seen",
        "it was at a station; `Khasan=about TIME` is half an hour off; may repeat",
        "Ussuriysk=2019-04-24T16:00",
    )
    .up_to(50),
    Parameter::text(
        "arrived",
        "it came to a station, or passed it; may repeat",
        "Khasan=2019-04-24T10:40",
    )
    .up_to(50),
    Parameter::text(
        "left",
        "it left a station; may repeat",
        "Khasan=2019-04-24T11:40",
    )
    .up_to(50),
    Parameter::of(
        "convoy",
        "it runs in a convoy of so many trains",
        ParameterKind::Whole(2, 10),
        "3",
    ),
    Parameter::text(
        "headway",
        "minutes from one train of the convoy to the next",
        "30",
    ),
];
const WITHIN: &[Parameter] =
    &[Parameter::text("within", "the time it has: 20h, 20h30, 90min, 1d", "20h").required()];
const FILES: &[Parameter] = &[
    Parameter::of(
        "format",
        "the format of the answer, by the ending of its files: json, csv, md, html, svg, map.svg, png, geojson, gpx ...",
        ParameterKind::Text(20),
        "gpx",
    ),
    Parameter::of(
        "width",
        "width of pictures in pixels; png has two pixels for each",
        ParameterKind::Whole(420, 2_000),
        "960",
    ),
    DOWNLOAD,
];
const DOWNLOAD: Parameter = Parameter::of(
    "download",
    "answer as a file to be saved",
    ParameterKind::Flag,
    "true",
);
const TEXTS: &[Parameter] = &[
    Parameter::of(
        "format",
        "the format of the answer",
        ParameterKind::Word(&["json", "csv", "md"]),
        "csv",
    ),
    DOWNLOAD,
];

/// Options of `POST /api/matrix`, whose body has the pairs.
pub const MATRIX: &[&[Parameter]] = &[
    &[Parameter::of(
        "format",
        "a row of JSON or of CSV for each pair",
        ParameterKind::Word(&["jsonl", "csv"]),
        "csv",
    )],
    TRAIN,
    CONSIST,
    AVOID,
    &[WAY[1]],
    DAY,
    &[JOURNEY[2]],
];

fn light(_: &Values) -> Weight {
    Weight::Light
}

fn heavy(_: &Values) -> Weight {
    Weight::Heavy
}

/// Pictures in pixels and many routes are heavy.
fn of_route(values: &Values) -> Weight {
    let is_png = values.text("format").is_some_and(|f| f.ends_with("png"));
    let is_wide = values.whole("alternatives").unwrap_or(0) > 5;
    match is_png || is_wide {
        true => Weight::Heavy,
        false => Weight::Light,
    }
}

/// All addresses that answer questions.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/api/route",
        told: "The route, the run and the estimate of a journey, as `slowtrain route`.",
        parameters: &[ENDS, WAY, AVOID, DAY, TRAIN, CONSIST, STOPS, JOURNEY, FILES],
        example: "from=Pyongyang&to=Vladivostok",
        schema: Some("route"),
        weight: of_route,
        answer: answer::route,
    },
    Endpoint {
        path: "/api/claim",
        told: "A claim judged: impossible, doubtful or consistent, and why, as `slowtrain claim`.",
        parameters: &[ENDS, CLAIMED, WAY, AVOID, DAY, TRAIN, FILES],
        example: "from=Pyongyang&to=Vladivostok&km=200&hours=nearly+20",
        schema: Some("claim"),
        weight: of_route,
        answer: answer::claim,
    },
    Endpoint {
        path: "/api/sentence",
        told: "What a sentence claims, in the parameters of /api/claim; nothing is judged.",
        parameters: &[&[Parameter::of(
            "text",
            "the sentence",
            ParameterKind::Text(LONGEST_SENTENCE),
            "700 km to Vladivostok in a bit over ten hours",
        )
        .required()]],
        example: "text=700+km+to+Vladivostok+in+a+bit+over+ten+hours",
        schema: None,
        weight: light,
        answer: answer::sentence,
    },
    Endpoint {
        path: "/api/compare",
        told: "The bundled reported journeys compared with computed ones, as `slowtrain compare`.",
        parameters: &[
            &[Parameter::text(
                "journey",
                "only the legs of this journey",
                "kju-2019-03-hanoi-ret",
            )],
            TRAIN,
            FILES,
        ],
        example: "journey=kju-2019-03-hanoi-ret",
        schema: Some("compare"),
        weight: heavy,
        answer: answer::compare,
    },
    Endpoint {
        path: "/api/locate",
        told: "Where the train is, when it passes each station and arrives, as `slowtrain locate`.",
        parameters: &[ENDS, SEEN, WAY, AVOID, DAY, TRAIN, CONSIST, STOPS, FILES],
        example: "from=Pyongyang&to=Vladivostok&departed=2019-04-23T07:00&at=2019-04-23T22:00",
        schema: Some("locate"),
        weight: of_route,
        answer: answer::locate,
    },
    Endpoint {
        path: "/api/reach",
        told: "How far the train can have come, as `slowtrain reach`.",
        parameters: &[START, WITHIN, AVOID, DAY, TRAIN, CONSIST, STOPS, FILES],
        example: "from=Pyongyang&within=20h",
        schema: Some("reach"),
        weight: heavy,
        answer: answer::reach,
    },
    Endpoint {
        path: "/api/stations",
        told: "The stations and cities that a name may mean, as `slowtrain stations`, or those nearest to a place.",
        parameters: &[
            &[
                Parameter::text("query", "a name or a part of one, in any script", "두만강"),
                Parameter::text(
                    "near",
                    "instead of a name: degrees north and east",
                    "42.43,130.65",
                ),
            ],
            TEXTS,
        ],
        example: "query=두만강",
        schema: Some("stations"),
        weight: light,
        answer: answer::stations,
    },
    Endpoint {
        path: "/api/trains",
        told: "The trains, or one train with the source of each figure, as `slowtrain trains`.",
        parameters: &[&[
            Parameter::text("name", "only this train", "leader-special"),
            Parameter::of(
                "format",
                "the format of the answer; toml is the file of one train",
                ParameterKind::Word(&["json", "csv", "md", "toml"]),
                "toml",
            ),
            DOWNLOAD,
        ]],
        example: "name=leader-special",
        schema: None,
        weight: light,
        answer: answer::trains,
    },
];
