use super::*;
use crate::report::text::Colour;

/// Legs with names in four scripts, the widest that the bundled network has.
fn legs() -> Table {
    let mut table = Table::new(vec![
        Column::text("from", "From").flexible(),
        Column::text("to", "To").flexible(),
        Column::text("line", "Line").flexible(),
        Column::text("country", "").optional(),
        Column::figure("distance_km", "", "km"),
        Column::figure("duration_h", "Time", ""),
        Column::figure("gauge_mm", "Gauge", "mm").optional(),
    ]);
    let rows = [
        (
            "Pyongyang 평양",
            "Tumangang 두만강",
            "P'yongra Line",
            "KP",
            "854",
            "854.0",
            "14 h 50 min",
            "1435",
        ),
        (
            "Khasan Хасан",
            "Ussuriysk Уссурийск",
            "Baranovsky–Khasan Railway",
            "RU",
            "258",
            "257.6",
            "6 h 05 min",
            "1520",
        ),
        (
            "Zhalainuo'er West 扎赉诺尔西",
            "Manzhouli 满洲里",
            "Harbin–Manzhouli Railway",
            "CN",
            "29.8",
            "29.81",
            "35 min",
            "1435",
        ),
        (
            "Đồng Đăng",
            "Komsomolsk-on-Amur Комсомольск-на-Амуре",
            "",
            "",
            "",
            "",
            "",
            "",
        ),
    ];
    for (from, to, line, country, km, exact_km, time, gauge) in rows {
        table.push(vec![
            Cell::plain(from),
            Cell::new(to, Style::coloured(Colour::Cyan)),
            Cell::new(line, Style::DIM),
            Cell::plain(country),
            Cell::figure(km, exact_km),
            Cell::plain(time),
            Cell::plain(gauge),
        ]);
    }
    table
}

fn terminal(table: &Table, columns: usize, in_colour: bool) -> String {
    let mut out = String::new();
    table
        .write_terminal(&mut out, columns, in_colour)
        .expect("a string takes all");
    out
}

#[test]
fn usual_width() {
    insta::assert_snapshot!(terminal(&legs(), 80, false), @"
    From             To            Line                    km         Time  Gauge mm
    Pyongyang 평양   Tumangang     P'yongra Line     KP   854  14 h 50 min      1435
                     두만강
    Khasan Хасан     Ussuriysk     Baranovsky–       RU   258   6 h 05 min      1520
                     Уссурийск     Khasan Railway
    Zhalainuo'er     Manzhouli     Harbin–Manzhouli  CN  29.8       35 min      1435
    West 扎赉诺尔西  满洲里        Railway
    Đồng Đăng        Komsomolsk-
                     on-Amur
                     Комсомольск-
                     на-Амуре
    ");
}

#[test]
fn narrow() {
    insta::assert_snapshot!(terminal(&legs(), 60, false), @"
    From          To            Line             km         Time
    Pyongyang     Tumangang     P'yongra Line   854  14 h 50 min
    평양          두만강
    Khasan Хасан  Ussuriysk     Baranovsky–     258   6 h 05 min
                  Уссурийск     Khasan
                                Railway
    Zhalainuo'er  Manzhouli     Harbin–        29.8       35 min
    West          满洲里        Manzhouli
    扎赉诺尔西                  Railway
    Đồng Đăng     Komsomolsk-
                  on-Amur
                  Комсомольск-
                  на-Амуре
    ");
}

#[test]
fn wide() {
    insta::assert_snapshot!(terminal(&legs(), 120, false), @"
    From                          To                              Line                             km         Time  Gauge mm
    Pyongyang 평양                Tumangang 두만강                P'yongra Line              KP   854  14 h 50 min      1435
    Khasan Хасан                  Ussuriysk Уссурийск             Baranovsky–Khasan Railway  RU   258   6 h 05 min      1520
    Zhalainuo'er West 扎赉诺尔西  Manzhouli 满洲里                Harbin–Manzhouli Railway   CN  29.8       35 min      1435
    Đồng Đăng                     Komsomolsk-on-Amur
                                  Комсомольск-на-Амуре
    ");
}

/// Every word of every cell stands somewhere in the table, whatever its width.
#[test]
fn no_name_is_cut() {
    for columns in [60, 80, 120] {
        let out = terminal(&legs(), columns, false);
        for word in [
            "Уссурийск",
            "Khasan",
            "Railway",
            "Komsomolsk",
            "Амуре",
            "Zhalainuo'er",
        ] {
            assert!(out.contains(word), "{columns}: {word} in\n{out}");
        }
    }
}

#[test]
fn lines_keep_every_width_and_never_end_in_spaces() {
    for columns in 32..200 {
        let out = terminal(&legs(), columns, false);
        for line in out.lines() {
            assert!(width(line) <= columns, "{columns}: {line}");
            assert_eq!(line.trim_end(), line);
        }
        assert!(!out.contains('…'), "{columns}: {out}");
    }
}

#[test]
fn figures_are_never_cut() {
    let out = terminal(&legs(), 10, false);
    for figure in ["854", "14 h 50 min", "29.8"] {
        assert!(out.contains(figure), "{figure}");
    }
}

#[test]
fn figures_stand_under_each_other() {
    let out = terminal(&legs(), 80, false);
    let end = |line: &str| {
        let minutes = line.find("min").expect("a time");
        width(&line[..minutes])
    };
    let ends: Vec<usize> = out
        .lines()
        .filter(|line| line.contains("min"))
        .map(end)
        .collect();
    assert_eq!(ends.len(), 3);
    assert!(ends.iter().all(|column| *column == ends[0]), "{ends:?}");
}

#[test]
fn colour_adds_escapes_and_nothing_else() {
    let coloured = terminal(&legs(), 80, true);
    assert_ne!(coloured, terminal(&legs(), 80, false));
    let mut stripped = String::new();
    for (number, part) in coloured.split("\u{1b}[").enumerate() {
        let text = if number == 0 {
            part
        } else {
            part.split_once('m').expect("an escape").1
        };
        stripped.push_str(text);
    }
    assert_eq!(stripped, terminal(&legs(), 80, false));
}

#[test]
fn markdown_reads_as_text() {
    let mut table = Table::new(vec![
        Column::text("a", "A"),
        Column::figure("b_km", "B", "km"),
    ]);
    table.push(vec![
        Cell::plain("one|two\n<b>*x*</b>"),
        Cell::figure("1 185", "1185.3"),
    ]);
    assert_eq!(
        table.to_markdown(),
        "| A | B km |\n| --- | ---: |\n| one\\|two \\<b>\\*x\\*\\</b> | 1 185 |\n"
    );
}

#[test]
fn csv_has_every_column_and_exact_values() {
    let text = legs().to_csv();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    assert_eq!(
        header,
        [
            "from",
            "to",
            "line",
            "country",
            "distance_km",
            "duration_h",
            "gauge_mm"
        ][..]
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(&rows[1][4], "257.6");
    assert_eq!(&rows[2][0], "Zhalainuo'er West 扎赉诺尔西");
    assert_eq!(&rows[3][4], "");
}

#[test]
fn rows_are_as_long_as_the_table_is_wide() {
    let mut table = Table::new(vec![Column::text("a", "A"), Column::text("b", "B")]);
    assert!(table.is_empty());
    table.push(vec![Cell::plain("x")]);
    table.push(["1", "2", "3"].map(Cell::plain).to_vec());
    assert_eq!(table.to_csv(), "a,b\nx,\n1,2\n");
    assert_eq!(terminal(&table, 80, false), "A  B\nx\n1  2\n");
}
