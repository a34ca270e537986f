//! A made-up network after the map of a continent: the triangulation of places at chance, thinned to a tree that holds them
//! together and some more joins, each of 2 to 20 pieces, with the nodes in an order of chance.
//!
//! At each place the arms are on both sides by turns, so that trains can run through; see [`super::network`].

use delaunator::{Point, triangulate};
use slowtrain::track::{Track, TrackBuilder, TrackClass, TrackGraph, TrackPoint};

use super::network::{Dice, by_junctions, edge};

/// Side of the square in units of a place: 40 degrees.
const SIDE: u64 = 400_000_000;

/// Millimetres of a unit northwards.
const UNIT_MM: f64 = 11.1;

/// Joins beyond the tree, per thousand places.
const MORE: usize = 427;

/// A network of so many places and some fifteen times as many nodes.
pub fn thinned(places: u64) -> TrackGraph {
    let mut dice = Dice(42);
    let points: Vec<Point> = (0..places)
        .map(|_| [dice.below(SIDE) as f64, dice.below(SIDE) as f64])
        .map(|[x, y]| Point { x, y })
        .collect();
    let joins = joins(&points, &mut dice);
    // All nodes of the network before they are numbered: the places, then the pieces of each join.
    let mut all: Vec<TrackPoint> = points.iter().map(place).collect();
    let mut lines: Vec<Vec<usize>> = Vec::with_capacity(joins.len());
    for (a, b) in joins {
        let pieces = 2 + dice.below(19);
        let mut line = vec![a];
        for piece in 1..pieces {
            let share = piece as f64 / pieces as f64;
            let mix = |a: f64, b: f64| a + (b - a) * share;
            line.push(all.len());
            let (x, y) = (mix(points[a].x, points[b].x), mix(points[a].y, points[b].y));
            all.push(place(&Point { x, y }));
        }
        line.push(b);
        lines.push(line);
    }
    draw(&all, &lines, &mut dice)
}

fn place(point: &Point) -> TrackPoint {
    TrackPoint {
        lat: point.y as i32,
        lon: point.x as i32,
    }
}

/// A tree at chance over the sides of the triangles, and more of them at chance.
fn joins(points: &[Point], dice: &mut Dice) -> Vec<(usize, usize)> {
    let triangles = triangulate(points).triangles;
    let corners = triangles.chunks_exact(3);
    let mut sides: Vec<(usize, usize)> = corners
        .flat_map(|t| [(t[0], t[1]), (t[1], t[2]), (t[2], t[0])])
        .map(|(a, b)| (a.min(b), a.max(b)))
        .collect();
    sides.sort_unstable();
    sides.dedup();
    shuffle(&mut sides, dice);
    let mut parts = petgraph::unionfind::UnionFind::<usize>::new(points.len());
    let (mut tree, rest): (Vec<_>, Vec<_>) =
        sides.into_iter().partition(|(a, b)| parts.union(*a, *b));
    tree.extend(rest.into_iter().take(points.len() * MORE / 1_000));
    tree
}

fn shuffle<T>(things: &mut [T], dice: &mut Dice) {
    for i in (1..things.len()).rev() {
        things.swap(i, dice.below(i as u64 + 1) as usize);
    }
}

fn draw(all: &[TrackPoint], lines: &[Vec<usize>], dice: &mut Dice) -> TrackGraph {
    let mut order: Vec<usize> = (0..all.len()).collect();
    shuffle(&mut order, dice);
    let mut builder = TrackBuilder::new();
    let track = builder.track(&Track::new(TrackClass::Rail));
    let mut numbers = vec![None; all.len()];
    for node in order {
        numbers[node] = Some(builder.node(all[node]));
    }
    let mut arms = vec![0_u16; all.len()];
    for pair in lines.iter().flat_map(|line| line.windows(2)) {
        let ends = [pair[0], pair[1]].map(|node| numbers[node].expect("all are numbered"));
        let headings = by_junctions(&mut arms, [pair[0], pair[1]]);
        let (a, b) = (all[pair[0]], all[pair[1]]);
        let distance = f64::from(a.lat - b.lat).hypot(f64::from(a.lon - b.lon)) * UNIT_MM;
        let length_mm = distance.max(1_000.0) as u32;
        edge(&mut builder, track, ends, length_mm, headings);
    }
    builder.finish()
}
