//! Record batches: every form in which a batch may come has the same answers, and they are those of `route`.

use std::sync::{Arc, LazyLock};

use arrow_array::builder::{LargeListBuilder, LargeStringBuilder, ListBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int8Type, Int32Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, DictionaryArray, Int64Array, LargeStringArray, NullArray,
    RecordBatch, StringArray, StringViewArray, TimestampMicrosecondArray, TimestampSecondArray,
};
use arrow_schema::DataType;
use proptest::prelude::*;
use rayon::prelude::*;
use slowtrain::arrow::{QuestionsError, SCHEMA, answer, fields, schema};
use slowtrain::dataset::MatrixRequest;
use slowtrain::journey::Stream;
use slowtrain::{Dataset, Request};

fn bundled() -> Dataset {
    static DATA: LazyLock<Dataset> = LazyLock::new(|| Dataset::bundled().expect("valid data"));
    DATA.clone()
}

fn batch(columns: impl IntoIterator<Item = (&'static str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

fn texts<'t>(texts: impl IntoIterator<Item = Option<&'t str>>) -> ArrayRef {
    Arc::new(StringArray::from_iter(texts))
}

fn all(data: &Dataset, questions: &RecordBatch) -> RecordBatch {
    answer(data, &MatrixRequest::new(), questions).expect("a batch of questions")
}

fn text<'b>(answers: &'b RecordBatch, column: &str, row: usize) -> Option<&'b str> {
    let column = answers.column_by_name(column).expect("a column");
    let column = column.as_string::<i32>();
    column.is_valid(row).then(|| column.value(row))
}

fn number(answers: &RecordBatch, column: &str, row: usize) -> Option<f64> {
    let column = answers.column_by_name(column).expect("a column");
    let column = column.as_primitive::<Float64Type>();
    column.is_valid(row).then(|| column.value(row))
}

/// Random pairs of different stations, by their ids.
fn pairs(data: &Dataset, seed: u64, count: usize) -> Vec<(String, String)> {
    let mut stream = Stream::new(seed);
    let stations = data.network().stations();
    let mut draw = || {
        stations[(stream.unit() * stations.len() as f64) as usize]
            .id
            .to_string()
    };
    let drawn = std::iter::repeat_with(|| (draw(), draw()));
    drawn.filter(|(from, to)| from != to).take(count).collect()
}

/// Every figure of a batch against the JSON of `route` for each of its pairs.
fn agrees_with_route(count: usize) {
    let data = bundled();
    for (seed, train) in [(1, "leader-special"), (2, "generic-passenger")] {
        let pairs = pairs(&data, seed, count / 2);
        let questions = batch([
            (
                "from",
                texts(pairs.iter().map(|(from, _)| Some(from.as_str()))),
            ),
            ("to", texts(pairs.iter().map(|(_, to)| Some(to.as_str())))),
        ]);
        let request = MatrixRequest::new().train(train);
        let answers = answer(&data, &request, &questions).expect("questions");
        let answered = (0..pairs.len())
            .into_par_iter()
            .filter(|row| same_as_route(&data, train, &pairs[*row], (&answers, *row)))
            .count();
        assert!(
            answered * 2 > pairs.len(),
            "most pairs have a route: {answered}"
        );
    }
}

/// Whether there is an answer, after a look that `route` has the same.
fn same_as_route(
    data: &Dataset,
    train: &str,
    (from, to): &(String, String),
    (answers, row): (&RecordBatch, usize),
) -> bool {
    let plan = match data.plan(&Request::new(from, to).train(train)) {
        Ok(plan) => plan,
        Err(error) => {
            assert_eq!(
                text(answers, "reason", row),
                Some(error.code()),
                "{from} {to}"
            );
            return false;
        }
    };
    let json = plan.summary().json();
    let route = &json["routes"][0];
    for (column, figure) in [
        ("distance_km", &route["distance_km"]),
        ("low_h", &route["duration_h"]["low"]),
        ("likely_h", &route["duration_h"]["likely"]),
        ("high_h", &route["duration_h"]["high"]),
        ("arrival_low_h", &route["arrival_h"]["low"]),
        ("arrival_likely_h", &route["arrival_h"]["likely"]),
        ("arrival_high_h", &route["arrival_h"]["high"]),
        ("technical_minimum_h", &route["technical_minimum_h"]),
        ("mean_speed_kmh", &route["mean_speed_kmh"]),
    ] {
        let cell = number(answers, column, row);
        assert_eq!(cell, figure.as_f64(), "{from} {to} {train} {column}");
    }
    assert_eq!(text(answers, "error", row), None);
    true
}

#[test]
fn answers_are_those_of_route_to_the_last_digit() {
    agrees_with_route(60);
}

#[test]
#[ignore = "takes minutes without optimisation: cargo test --release --features arrow -- --ignored of_2000_pairs"]
fn answers_of_2000_pairs_are_those_of_route() {
    agrees_with_route(2_000);
}

#[test]
fn the_schema_is_constant_and_says_what_answered() {
    let data = bundled();
    let request = MatrixRequest::new().train("rossiya");
    let known = schema(&data, &request).expect("a schema");
    for names in [
        vec![],
        vec![Some("Moscow")],
        vec![None],
        vec![Some("Atlantis")],
    ] {
        let questions = batch([("from", texts(names.clone())), ("to", texts(names.clone()))]);
        let answers = answer(&data, &request, &questions).expect("questions");
        assert_eq!(
            (answers.schema(), answers.num_rows()),
            (known.clone(), names.len())
        );
    }
    let names: Vec<String> = fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(
        names.join(" "),
        "from_id to_id train_id distance_km distance_low_km distance_high_km low_h likely_h high_h arrival_low_h \
         arrival_likely_h arrival_high_h technical_minimum_h mean_speed_kmh depart_local arrive_local reason error"
    );
    let told = |key: &str| known.metadata()[key].clone();
    assert_eq!(told("slowtrain.schema"), SCHEMA);
    assert_eq!(told("slowtrain.train"), "rossiya");
    assert!(told("slowtrain.network_checksum").starts_with("sha256:"));
}

#[test]
fn a_row_may_have_terms_of_its_own() {
    let data = bundled();
    let questions = batch([
        ("from", texts([Some("Pyongyang"); 6])),
        ("to", texts([Some("Vladivostok"); 6])),
        (
            "via",
            texts([None, Some(""), Some("Khasan; Ussuriysk"), None, None, None]),
        ),
        ("avoid", texts([None, None, None, Some("CN"), None, None])),
        (
            "train",
            texts([
                None,
                None,
                None,
                None,
                Some("leader-special"),
                Some("orient-express"),
            ]),
        ),
        (
            "departure",
            texts([
                None,
                Some("2019-04-23T22:00"),
                None,
                Some("yesterday"),
                None,
                None,
            ]),
        ),
        (
            "day",
            texts([None, None, Some("2019-04-24"), None, None, None]),
        ),
        ("note", Arc::new(Int64Array::from(vec![1; 6]))),
    ]);
    let answers = all(&data, &questions);
    let route = |request: Request| {
        let plan = data.plan(&request).expect("a plan");
        plan.summary().json()["routes"][0]["duration_h"]["low"].as_f64()
    };
    let base = || Request::new("Pyongyang", "Vladivostok").train("generic-passenger");
    assert_eq!(number(&answers, "low_h", 0), route(base()));
    let departing = base().departure("2019-04-23T22:00");
    assert_eq!(number(&answers, "low_h", 1), route(departing.clone()));
    assert_eq!(
        text(&answers, "depart_local", 1),
        Some("2019-04-23T22:00+09:00")
    );
    let json = data.plan(&departing).expect("a plan").summary().json();
    let legs = json["routes"][0]["legs"].as_array().expect("legs");
    let arrives = legs[legs.len() - 1]["arrive_local"].as_str();
    assert_eq!(text(&answers, "arrive_local", 1), arrives);
    let over = base().via("Khasan").via("Ussuriysk").on("2019-04-24");
    assert_eq!(number(&answers, "low_h", 2), route(over));
    assert_eq!(text(&answers, "reason", 3), Some("not_a_time"));
    let special = Request::new("Pyongyang", "Vladivostok").train("leader-special");
    assert_eq!(number(&answers, "low_h", 4), route(special));
    assert_eq!(text(&answers, "train_id", 4), Some("leader-special"));
    assert!(number(&answers, "arrival_high_h", 4) > number(&answers, "high_h", 4));
    assert_eq!(text(&answers, "reason", 5), Some("unknown_train"));
    assert_eq!(text(&answers, "from_id", 5), None);
}

#[test]
fn days_and_times_come_in_many_types() {
    let data = bundled();
    // 2019-04-23T22:00 as if it were UTC, and 13:00 UTC, which is 22:00 in Pyongyang.
    let (local, instant) = (1_556_056_800, 1_556_024_400);
    let ask = |column: &'static str, values: ArrayRef| {
        let questions = batch([
            ("from", texts([Some("Pyongyang")])),
            ("to", texts([Some("Vladivostok")])),
            (column, values),
        ]);
        all(&data, &questions)
    };
    let times: [ArrayRef; 4] = [
        Arc::new(TimestampSecondArray::from(vec![local])),
        Arc::new(TimestampMicrosecondArray::from(vec![local * 1_000_000])),
        Arc::new(TimestampSecondArray::from(vec![instant]).with_timezone("UTC")),
        Arc::new(TimestampSecondArray::from(vec![instant]).with_timezone("+08:00")),
    ];
    for times in times {
        let answers = ask("departure", times);
        assert_eq!(
            text(&answers, "depart_local", 0),
            Some("2019-04-23T22:00+09:00")
        );
    }
    // The line over the Tumen was regauged; before 1959 there was none.
    let early: [ArrayRef; 3] = [
        texts([Some("1900-01-01")]),
        Arc::new(Date32Array::from(vec![-25_567])),
        Arc::new(TimestampSecondArray::from(vec![-25_567 * 86_400])),
    ];
    let answers = early.map(|day| ask("day", day));
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    let beyond = ask(
        "departure",
        Arc::new(TimestampSecondArray::from(vec![i64::MAX])),
    );
    assert_eq!(text(&beyond, "reason", 0), Some("not_a_time"));
    let date = ask("departure", Arc::new(Date32Array::from(vec![18_010])));
    assert_eq!(text(&date, "reason", 0), Some("not_a_time"));
}

#[test]
fn a_batch_that_is_none_is_an_error_with_its_column() {
    let data = bundled();
    let refused = |columns: Vec<(&'static str, ArrayRef)>| {
        let refused = answer(&data, &MatrixRequest::new(), &batch(columns));
        refused.expect_err("no questions").to_string()
    };
    let names = || texts([Some("Moscow")]);
    assert_eq!(
        refused(vec![("from", names()), ("To", names())]),
        "the questions have no column \"to\"; they have from, To"
    );
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![7]));
    assert_eq!(
        refused(vec![("from", names()), ("to", numbers)]),
        "column \"to\" is of type Int64; text (a string, a large string, a string view, or a dictionary of them) is read"
    );
    let zoned = TimestampSecondArray::from(vec![0]).with_timezone("Mars/Olympus");
    let told = refused(vec![
        ("from", names()),
        ("to", names()),
        ("departure", Arc::new(zoned)),
    ]);
    assert!(told.contains("column \"departure\" is of type"), "{told}");
    let request = MatrixRequest::new().train("orient-express");
    let questions = batch([("from", names()), ("to", names())]);
    assert!(matches!(
        answer(&data, &request, &questions),
        Err(QuestionsError::Request(_))
    ));
}

#[test]
fn columns_without_texts_are_rows_without_answers() {
    let data = bundled();
    let empty = DictionaryArray::<Int8Type>::from_iter([None::<&str>, None]);
    let columns: [ArrayRef; 2] = [Arc::new(NullArray::new(2)), Arc::new(empty)];
    for column in columns {
        let questions = batch([("from", column), ("to", texts([Some("Moscow"); 2]))]);
        let answers = all(&data, &questions);
        for row in 0..2 {
            assert_eq!(text(&answers, "reason", row), Some("unreadable_row"));
            let told = "from is null; a question names two places";
            assert_eq!(text(&answers, "error", row), Some(told));
        }
    }
}

/// A row of a random table.
#[derive(Clone, Debug)]
struct Row {
    from: Option<&'static str>,
    to: Option<&'static str>,
    via: Option<Vec<&'static str>>,
    train: Option<&'static str>,
}

const PLACES: [&str; 8] = [
    "Pyongyang",
    "Владивосток",
    "평양",
    "Khasan",
    "Harbin",
    "Atlantis",
    "Jinzhou",
    "",
];

fn row() -> impl Strategy<Value = Row> {
    let place = || prop::option::weighted(0.9, prop::sample::select(&PLACES[..]));
    let via = prop::collection::vec(prop::sample::select(vec!["Ussuriysk", "Tumangang"]), 0..3);
    let train = prop::option::of(prop::sample::select(vec!["generic-passenger", "nothing"]));
    (place(), place(), prop::option::weighted(0.3, via), train).prop_map(
        |(from, to, via, train)| Row {
            from,
            to,
            via,
            train,
        },
    )
}

/// A column in one of the forms in which texts come.
fn column(form: usize, values: &[Option<&str>]) -> ArrayRef {
    let values = values.iter().copied();
    match form {
        0 => Arc::new(StringArray::from_iter(values)),
        1 => Arc::new(LargeStringArray::from_iter(values)),
        2 => Arc::new(StringViewArray::from_iter(values)),
        3 => Arc::new(DictionaryArray::<Int8Type>::from_iter(values)),
        _ => {
            let plain = DictionaryArray::<Int32Type>::from_iter(values);
            let large = LargeStringArray::from_iter(plain.values().as_string::<i32>().iter());
            Arc::new(plain.with_values(Arc::new(large)))
        }
    }
}

/// Several names in each row, as text or as a list.
fn lists(form: usize, values: &[Option<Vec<&str>>]) -> ArrayRef {
    let joined = values
        .iter()
        .map(|names| names.as_ref().map(|names| names.join(";")));
    let joined: Vec<Option<String>> = joined.collect();
    match form {
        0 | 1 => column(
            form,
            &joined.iter().map(Option::as_deref).collect::<Vec<_>>(),
        ),
        2 => {
            let mut builder = ListBuilder::new(StringBuilder::new());
            for names in values {
                let names = names.as_ref();
                builder.append_option(names.map(|names| names.iter().copied().map(Some)));
            }
            Arc::new(builder.finish())
        }
        _ => {
            let mut builder = LargeListBuilder::new(LargeStringBuilder::new());
            for names in values {
                let names = names.as_ref();
                builder.append_option(names.map(|names| names.iter().copied().map(Some)));
            }
            Arc::new(builder.finish())
        }
    }
}

fn table(rows: &[Row], forms: [usize; 4]) -> RecordBatch {
    let of = |cell: fn(&Row) -> Option<&'static str>| rows.iter().map(cell).collect::<Vec<_>>();
    let via: Vec<_> = rows.iter().map(|row| row.via.clone()).collect();
    batch([
        ("from", column(forms[0], &of(|row| row.from))),
        ("to", column(forms[1], &of(|row| row.to))),
        ("train", column(forms[2], &of(|row| row.train))),
        ("via", lists(forms[3], &via)),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// A batch in any form, cut out of a larger one and cut into pieces, has the answers of the plain batch.
    #[test]
    fn the_form_of_a_batch_does_not_matter(
        rows in prop::collection::vec(row(), 1..9),
        forms in (0_usize..5, 0_usize..5, 0_usize..5, 0_usize..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let data = bundled();
        let plain = all(&data, &table(&rows, [0; 4]));
        prop_assert_eq!(plain.num_rows(), rows.len());
        let forms = [forms.0, forms.1, forms.2, forms.3];
        let surrounded = [&rows[..1], &rows, &rows[rows.len() - 1..]].concat();
        let inner = table(&surrounded, forms).slice(1, rows.len());
        prop_assert_eq!(&all(&data, &inner), &plain);
        let cut = cut.index(rows.len() + 1);
        let pieces = [(0, cut), (cut, rows.len() - cut)];
        for (start, length) in pieces {
            let piece = all(&data, &inner.slice(start, length));
            prop_assert_eq!(&piece, &plain.slice(start, length));
        }
        for row in 0..rows.len() {
            let is_answered = number(&plain, "likely_h", row).is_some();
            prop_assert_eq!(is_answered, text(&plain, "reason", row).is_none());
        }
    }
}

#[test]
fn types_are_as_the_documentation_says() {
    for field in &fields() {
        let is_number = field.name().ends_with("_km") || field.name().ends_with("_h");
        let is_number = is_number || field.name().ends_with("_kmh");
        let expected = if is_number {
            DataType::Float64
        } else {
            DataType::Utf8
        };
        assert_eq!(field.data_type(), &expected, "{}", field.name());
        assert!(!field.metadata()["description"].is_empty());
    }
}
