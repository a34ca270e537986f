//! Whole runs, runs that were killed, and what stands in their way.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// A file of pairs and the answers beside it, in a folder of their own.
fn folder(pairs: &str) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let dir = tempfile::tempdir().expect("a directory");
    let (asked, answered) = (dir.path().join("pairs.csv"), dir.path().join("answers.csv"));
    fs::write(&asked, pairs).expect("written");
    (dir, asked, answered)
}

fn run(asked: &Path, answered: &Path, question: &str) -> Result<(Done, usize), BatchError> {
    let calls = AtomicUsize::new(0);
    let answer = |pair: &Pair| {
        calls.fetch_add(1, Ordering::Relaxed);
        match pair.to.len() {
            0 => Err(Refusal::new("none", "no \"to\",\nnothing")),
            letters => Ok(vec![letters.to_string(), pair.row.to_string()]),
        }
    };
    let answers = Claim::new(answered)?;
    let batch = Batch {
        pairs: asked,
        answers: &answers,
        columns: &[AnswerColumn::number("letters"), AnswerColumn::number("row")],
        question,
        clock: &|| Duration::ZERO,
    };
    let done = batch.run(&answer, &mut |_| {})?;
    Ok((done, calls.into_inner()))
}

const PAIRS: &str = "to,from\n평양,a\n,\"b, c\"\nlong,d\n";
const ANSWERS: &str = "from,to,letters,row,reason,error\na,평양,6,2,,\n\"b, c\",,,,none,\"no \"\"to\"\", nothing\"\nd,long,4,4,,\n";

#[test]
fn a_killed_run_goes_on_with_nothing_lost_or_twice() {
    for length in 0..=ANSWERS.len() {
        let (dir, asked, answered) = folder(PAIRS);
        // What a kill leaves behind: the question, and the answers up to some byte.
        let question = dir.path().join("answers.csv.question");
        fs::write(question, "from,to,letters,row,reason,error\nq\n").expect("written");
        let unfinished = dir.path().join("answers.csv.unfinished");
        fs::write(&unfinished, &ANSWERS.as_bytes()[..length]).expect("written");
        let (done, calls) = run(&asked, &answered, "q").expect("a whole run");
        assert_eq!(
            fs::read_to_string(&answered).expect("written"),
            ANSWERS,
            "{length}"
        );
        assert_eq!((done.rows, done.errors()), (3, 1));
        assert_eq!(
            done.resumed as usize + calls,
            3,
            "only what is missing is asked"
        );
        let left: Vec<_> = fs::read_dir(dir.path()).expect("a folder").collect();
        assert_eq!(left.len(), 2, "nothing else is left behind");
    }
}

#[test]
fn more_pairs_than_a_round_stay_in_order() {
    let pairs: String = (0..3 * ROUND).map(|i| format!("{i};x{i}\r\n")).collect();
    let (_dir, asked, answered) = folder(&format!("from;to\r\n{pairs}"));
    let (done, calls) = run(&asked, &answered, "q").expect("a whole run");
    assert_eq!(
        (done.rows, done.resumed, calls),
        (3 * ROUND as u64, 0, 3 * ROUND)
    );
    assert_eq!(
        (done.read, done.total),
        (done.total, fs::metadata(&asked).expect("there").len())
    );
    let text = fs::read_to_string(&answered).expect("written");
    let firsts = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().expect("a cell"));
    assert!(firsts.eq((0..3 * ROUND).map(|i| i.to_string())));
}

#[test]
fn rows_that_cannot_be_asked_are_errors_of_their_own() {
    let (_dir, asked, answered) = folder("");
    fs::write(&asked, b"from,to\nonly\n\xff,b\n").expect("written");
    let (done, calls) = run(&asked, &answered, "q").expect("a whole run");
    assert_eq!((done.rows, done.errors(), calls), (2, 2, 0));
    let text = fs::read_to_string(&answered).expect("written");
    assert!(
        text.contains("only,,,,unreadable_row,\"row 2 has 1 cells, from or to is missing\"\n"),
        "{text}"
    );
    assert!(
        text.contains(",b,,,unreadable_row,row 3 is not UTF-8 text\n"),
        "{text}"
    );
}

#[test]
fn answers_to_another_question_are_not_gone_on_with() {
    let (dir, asked, answered) = folder(PAIRS);
    fs::write(
        dir.path().join("answers.csv.question"),
        "from,to,letters,row,reason,error\nq\n",
    )
    .expect("written");
    let unfinished = dir.path().join("answers.csv.unfinished");
    fs::write(&unfinished, &ANSWERS.as_bytes()[..50]).expect("written");
    assert!(matches!(
        run(&asked, &answered, "other"),
        Err(BatchError::OtherRun { .. })
    ));
    fs::write(&asked, "to,from\nother,a\n").expect("written");
    assert!(matches!(
        run(&asked, &answered, "q"),
        Err(BatchError::OtherRun { .. })
    ));
    fs::write(&asked, "a,b\n").expect("written");
    assert!(matches!(
        run(&asked, &answered, "q"),
        Err(BatchError::NoColumn { column: "from", .. })
    ));
}

/// A folder in which a run was killed after it wrote something.
fn killed(pairs: &str, unfinished: &[u8]) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let (dir, asked, answered) = folder(pairs);
    let question = "from,to,letters,row,reason,error\nq\n";
    fs::write(dir.path().join("answers.csv.question"), question).expect("written");
    fs::write(dir.path().join("answers.csv.unfinished"), unfinished).expect("written");
    (dir, asked, answered)
}

#[test]
fn a_name_may_begin_with_a_byte_order_mark() {
    let pairs = "from,to\n\u{feff}a,b\n\u{feff}c,d\n";
    let (_dir, asked, answered) = folder(pairs);
    run(&asked, &answered, "q").expect("a whole run");
    let whole = fs::read_to_string(&answered).expect("written");
    let rows = whole.lines().count();
    for there in 1..rows {
        let lines: String = whole
            .lines()
            .take(there)
            .map(|line| format!("{line}\n"))
            .collect();
        let (_dir, asked, answered) = killed(pairs, lines.as_bytes());
        let (done, _) = run(&asked, &answered, "q").expect("it goes on");
        assert_eq!(done.resumed as usize, there - 1);
        assert_eq!(fs::read_to_string(&answered).expect("written"), whole);
    }
}

#[test]
fn damaged_rows_are_told_with_their_line() {
    let header = "from,to,letters,row,reason,error\n";
    for (row, what) in [
        ("a,평양,x,2,,\n", "a cell of a number has none"),
        ("a,평양,inf,2,,\n", "a cell of a number has none"),
        ("a,평양,6,2,\n", "it has another number of cells"),
        ("a,평양,6,2,none,x\n", "both an answer and an error"),
        ("a,평양,,,none,\n", "half an error"),
    ] {
        let (dir, asked, answered) = killed(PAIRS, format!("{header}{row}").as_bytes());
        let text = run(&asked, &answered, "q")
            .expect_err("damaged")
            .to_string();
        assert!(text.contains("answers.csv.unfinished:2: "), "{text}");
        assert!(text.contains(what), "{text}");
        assert!(dir.path().join("answers.csv.unfinished").exists());
    }
    let mut bytes = ANSWERS.as_bytes().to_vec();
    bytes[header.len()] = 0xff;
    let (_dir, asked, answered) = killed(PAIRS, &bytes);
    let text = run(&asked, &answered, "q")
        .expect_err("damaged")
        .to_string();
    assert!(text.contains("it is no UTF-8 text"), "{text}");
}

#[test]
fn a_file_of_another_is_not_taken_for_the_question() {
    let (dir, asked, answered) = folder(PAIRS);
    let question = dir.path().join("answers.csv.question");
    fs::write(&question, "What is a train?").expect("written");
    let refused = run(&asked, &answered, "q");
    assert!(matches!(refused, Err(BatchError::InTheWay { .. })));
    assert_eq!(
        fs::read_to_string(&question).expect("there"),
        "What is a train?"
    );
}

#[test]
fn rounds_take_half_a_second() {
    let ms = Duration::from_millis;
    assert_eq!(next_round(16, ms(1)), 32, "at most twice as many");
    assert_eq!(next_round(400, ms(1_000)), 200);
    assert_eq!(next_round(1, ms(10_000)), 1, "at least one");
    assert_eq!(next_round(ROUND, Duration::ZERO), ROUND);
}
