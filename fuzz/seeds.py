#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets into fuzz/seeds: a small valid input of each kind, and past finds that are small.

Needs nothing but Python. The files of tracks come from the program itself: `--tracks DIR` names a folder with tracks.bin
and tracks.index that `slowtrain import osm` made of the seed map.
"""

import io
import pathlib
import struct
import sys
import zipfile
import zlib

HERE = pathlib.Path(__file__).parent / "seeds"


def varint(number):
    out = bytearray()
    while True:
        low, number = number & 0x7F, number >> 7
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def zigzag(number):
    return varint(((number << 1) ^ (number >> 63)) & (2**64 - 1))


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def value(number, content):
    return varint(number << 3) + varint(content)


def blob(kind, content, packed):
    if packed:
        body = value(2, len(content)) + field(3, zlib.compress(content))
    else:
        body = field(1, content)
    header = field(1, kind) + value(3, len(body))
    return struct.pack(">I", len(header)) + header + body


def differences(numbers):
    last, out = 0, b""
    for number in numbers:
        out += zigzag(number - last)
        last = number
    return out


def osm():
    """Five nodes on one track, two of them stations, and a siding."""
    texts = [b"", b"railway", b"station", b"name", b"Alpha", b"Beta", b"rail", b"gauge", b"1435", b"service", b"siding"]
    table = field(1, b"".join(field(1, text) for text in texts))
    nodes = [(1, 400000000, 1270000000, [1, 2, 3, 4]), (2, 400500000, 1270000000, []), (3, 401000000, 1270000000, [1, 2, 3, 5]),
             (4, 401500000, 1270000000, []), (5, 400700000, 1270100000, [])]
    dense = field(1, differences(n[0] for n in nodes)) + field(8, differences(n[1] for n in nodes))
    dense += field(9, differences(n[2] for n in nodes))
    dense += field(10, b"".join(varint(t) for n in nodes for t in n[3] + [0]))
    ways = [(10, [1, 2, 3, 4], [(1, 6), (7, 8)]), (11, [2, 5, 3], [(1, 6), (9, 10)])]
    messages = b""
    for number, refs, tags in ways:
        way = value(1, number) + field(2, b"".join(varint(k) for k, _ in tags))
        way += field(3, b"".join(varint(v) for _, v in tags)) + field(8, differences(refs))
        messages += field(3, way)
    header = field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes")
    for packed in (False, True):
        yield blob(b"OSMHeader", header, packed) + blob(b"OSMData", table + field(2, field(2, dense)), packed) + blob(
            b"OSMData", table + field(2, messages), packed)


def gtfs():
    files = {
        "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\na,Rail,http://a.example,Asia/Pyongyang\n",
        "stops.txt": "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\ns1,Alpha,40,127,1,\np1,Alpha 1,40,127,0,s1\ns2,Beta,41,127,0,\ns3,Gamma,42,127.5,0,\n",
        "routes.txt": "route_id,agency_id,route_short_name,route_type\nr,a,R1,2\n",
        "trips.txt": "route_id,service_id,trip_id,shape_id\nr,w,t1,h\nr,w,t2,\n",
        "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled\nt1,08:00:00,08:00:00,p1,1,0\nt1,09:30:00,09:32:00,s2,2,112\nt1,11:00:00,11:00:00,s3,3,240\nt2,23:50:00,23:50:00,p1,1,\nt2,25:10:00,25:10:00,s2,2,\n",
        "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nw,1,1,1,1,1,0,0,20260101,20261231\n",
        "shapes.txt": "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\nh,40,127,1\nh,41,127,2\nh,42,127.5,3\n",
    }
    for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", how) as archive:
            for name, text in files.items():
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text, how)
        yield out.getvalue()


NETWORK = [
    "id,name,country,lat,lon,timezone,source\nkp-a,Alpha,KP,40,127,Asia/Pyongyang,s1\nkp-b,Beta,KP,41,127,Asia/Pyongyang,s1\nru-c,Gamma,RU,42,130,Asia/Vladivostok,s1\n",
    'from,to,line,length_km,gauge_mm,max_speed_kmh,opened,closed,source,geometry\nkp-a,kp-b,L,112,1435,60,,,s1,"LINESTRING (127 40, 127.1 40.5, 127 41)"\nkp-b,ru-c,L,300.5,1435;1520,80,1930-01-01,,s1,\n',
    "id,what,licence\ns1,a book,ODbL-1.0\n",
    "via,from,to,movement,longest_train_m,minutes_low,minutes_likely,minutes_high,basis,source\nkp-b,kp-a,ru-c,reversal,700,5,10,20,assumption,s1\n",
    "from,to,at,what,train_kind,minutes_low,minutes_likely,minutes_high,basis,source\nkp-b,ru-c,ru-c,control,any,30,60,120,assumption: x,s1\n",
    "country,name,speed_cap_kmh,basis,source\nKP,Korea,100,assumption: x,s1\n",
    '{"name": "seed", "version": "1", "as_of": "2026-01-01"}',
]

CASE = """{"schema": "slowtrain.case/1", "path": {"length_m": 12000, "speed_limits": [{"start_m": 0, "end_m": 6000, "speed_ms": 30},
{"start_m": 6000, "end_m": 12000, "speed_ms": 20}], "gradients": [{"start_m": 2000, "end_m": 5000, "permille": 12}],
"curves": [{"start_m": 7000, "end_m": 8000, "radius_m": 300}]}, "train": {"length_m": 300, "mass_kg": 800000, "max_speed_ms": 33,
"rotating_mass_factor": 1.06, "resistance": {"a_n": 9000, "b_n_per_ms": 120, "c_n_per_ms2": 22},
"traction": {"max_force_n": 250000, "power_w": 2000000}, "braking": {"kind": "constant_deceleration", "value_ms2": 0.4, "release_s": 2}},
"stops": [{"position_m": 9000, "dwell_s": 60}], "allowances": [{"name": "a", "percent": 5}], "start_speed_ms": 3}"""

CASES = [CASE, CASE.replace('"max_force_n": 250000, "power_w": 2000000', '"curve": [{"speed_ms": 0, "force_n": 250000}, {"speed_ms": 30, "force_n": 60000}]'),
         CASE.replace('"max_force_n": 250000, "power_w": 2000000', '"constant_acceleration_ms2": 0.3').replace("constant_deceleration", "constant_force")]

JOURNEYS = "journey_id,title,train,date,from_id,to_id,dep_local,arr_local,duration_h,distance_km,time_quality,source\nj1,x,generic-passenger,2019-04-24,kp-a,kp-b,02:00,04:30,2.5,112,reported,s1\n"
CLAIMS = "claim_id,outlet,claim_text_paraphrased,from_place,to_place,distance_km,duration_h_low,duration_h_high,cars\nc1,Paper,about 20 hours,Alpha,Beta,about 200,19,20,10\n"
TIMETABLE = "train,date_valid,station_id,arr,dep,km,day\n1,2026,kp-a,,08:00,0,1\n1,2026,kp-b,10:00,,112,1\n"

TEXTS = ["about 1,180", "19-20", "nearly 20", "over 700", "19h40", "1:30", "2d", "2019-04-24T02:00", "2019-04-24T02:00+09:00",
         "2019-04-24T02:00[Europe/Moscow]", "9999-12-31T23:59+14:00", "=1+1", "'-x", "\u202egnp", "\ufeffa"]

REQUESTS = [f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" for path in (
    "/api/route?from=Khasan&to=Ussuriysk&depart=2019-04-24T02:00&alternatives=1", "/api/stations?query=%E5%B9%B3%E5%A3%A4",
    "/api/claim?from=Khasan&to=Ussuriysk&km=about+200&hours=19-20", "/api/reach?from=Khasan&within=1h", "/api/trains?name=rossiya",
    "/api/locate?from=Khasan&to=Ussuriysk&departed=2019-04-24T12:00&seen=Baranovsky=2019-04-24T16:00", "/healthz")]
REQUESTS.append("POST /api/matrix HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/csv\r\nContent-Length: 41\r\n\r\n"
                "from,to\nKhasan,Ussuriysk\nKhasan,Atlantis\n")


def main():
    seeds = {
        "network": ["\0".join(NETWORK), "\0".join(NETWORK[:2]), "\0".join(text.replace(",", ";") for text in NETWORK[:2])],
        "case": CASES, "journeys": [JOURNEYS, CLAIMS, TIMETABLE], "texts": TEXTS, "pbf": list(osm()), "gtfs": list(gtfs()),
        "pairs": ["from,to\na,b\nc,\n", "to;from\r\nb;a\r\n", "from,to\n\ufeffa,b\nc,d\0from,to,letters,reason,error\n\ufeffa,b,1,,\n"],
        "http": REQUESTS,
        "train": [(HERE.parent.parent / "data/trains/generic-passenger.toml").read_text(encoding="utf-8")],
    }
    if "--tracks" in sys.argv:
        folder = pathlib.Path(sys.argv[sys.argv.index("--tracks") + 1])
        graph = (folder / "tracks.bin").read_bytes()
        seeds["tracks"] = [struct.pack("<I", len(graph) // 4) + graph + (folder / "tracks.index").read_bytes()]
    for target, inputs in seeds.items():
        folder = HERE / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, content in enumerate(inputs):
            content = content.encode() if isinstance(content, str) else content
            (folder / f"{number:02}").write_bytes(content)


main()
