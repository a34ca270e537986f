//! Files that are whole or untouched, claims that exclude each other, links and what is no regular file.

use super::*;

fn folder() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("trip.json");
    (dir, path)
}

fn count(dir: &tempfile::TempDir) -> usize {
    fs::read_dir(dir.path()).expect("readable").count()
}

#[test]
fn files_are_whole_or_untouched() {
    let (dir, path) = folder();
    write_whole(&path, b"one").expect("written");
    let broken = Claim::new(&path).expect("claimed").write(|out| {
        out.write_all(b"half")?;
        Err(io::Error::other("power cut"))
    });
    let text = broken.expect_err("failed").to_string();
    assert!(text.ends_with("power cut"), "{text}");
    assert_eq!(fs::read_to_string(&path).expect("still there"), "one");
    assert_eq!(count(&dir), 1);
}

#[test]
fn a_claim_excludes_others_until_it_ends() {
    let (dir, path) = folder();
    let claim = Claim::new(&path).expect("claimed");
    assert!(matches!(Claim::new(&path), Err(WriteError::Busy { .. })));
    drop(claim);
    assert_eq!(count(&dir), 0, "a claim that wrote nothing leaves nothing");
    Claim::new(&path).expect("free again");
}

#[test]
fn what_a_killed_run_left_is_taken_over() {
    let (dir, path) = folder();
    fs::write(dir.path().join(".trip.json.slowtrain.part"), "half a fi").expect("written");
    write_whole(&path, b"one").expect("written");
    assert_eq!(fs::read_to_string(&path).expect("there"), "one");
    assert_eq!(count(&dir), 1);
}

#[test]
fn what_cannot_be_written_is_told_before() {
    let (dir, _) = folder();
    let text = |path: PathBuf| Claim::new(&path).expect_err("blocked").to_string();
    let missing = text(dir.path().join("no/such/trip.gpx"));
    assert!(missing.contains("there is no folder"), "{missing}");
    let folder = text(dir.path().to_owned());
    assert!(folder.contains("it is a folder"), "{folder}");
}

#[test]
fn a_long_name_has_a_part_file_too() {
    let (dir, _) = folder();
    let path = dir.path().join("x".repeat(250));
    write_whole(&path, b"one").expect("written");
    assert_eq!(count(&dir), 1);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_are_followed_and_modes_stay() {
        let (dir, path) = folder();
        fs::write(&path, "old").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("allowed");
        let link = dir.path().join("link.json");
        symlink("trip.json", &link).expect("linked");
        write_whole(&link, b"new").expect("written");
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&path).expect("there"), "new");
        let mode = fs::metadata(&path).expect("there").mode();
        assert_eq!(mode & 0o777, 0o640);
    }

    #[test]
    fn a_link_to_nothing_makes_the_file_it_names() {
        let (dir, path) = folder();
        let link = dir.path().join("link.json");
        symlink("trip.json", &link).expect("linked");
        write_whole(&link, b"new").expect("written");
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&path).expect("there"), "new");
    }

    #[test]
    fn all_names_of_a_file_have_what_was_written() {
        let (dir, path) = folder();
        let other = dir.path().join("other.json");
        fs::write(&path, "old and longer").expect("written");
        fs::hard_link(&path, &other).expect("linked");
        write_whole(&path, b"new").expect("written");
        assert_eq!(fs::read_to_string(&other).expect("there"), "new");
        assert_eq!(count(&dir), 2);
    }

    #[test]
    fn a_link_in_place_of_the_part_file_is_not_followed() {
        let (dir, path) = folder();
        let victim = dir.path().join("victim");
        fs::write(&victim, "mine").expect("written");
        symlink("victim", dir.path().join(".trip.json.slowtrain.part")).expect("linked");
        let text = Claim::new(&path).expect_err("blocked").to_string();
        assert!(text.contains("is in the way"), "{text}");
        assert_eq!(fs::read_to_string(&victim).expect("there"), "mine");
    }

    #[test]
    fn a_device_is_written_to() {
        let (dir, _) = folder();
        write_whole(Path::new("/dev/null"), b"away").expect("written");
        if Path::new("/dev/full").exists() {
            let link = dir.path().join("l.md");
            symlink("/dev/full", &link).expect("linked");
            let full = write_whole(&link, b"away");
            assert!(matches!(full, Err(WriteError::Failed { .. })));
            assert!(link.is_symlink());
        }
    }
}
