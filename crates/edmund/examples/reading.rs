//! Reads a collection to its end and says what it read: the client of `cargo xtask bench reading`.
//!
//! `reading URL [FILE]`: the collection `rows` at this URL; with a file, goes on from what is saved there, and saves after every page. Prints
//! the number of rows, the sums by which the server knows that each came once, and the most memory it used, in KiB.

use std::path::{Path, PathBuf};

use edmund::request::Checkpoint;
use edmund::{Client, Retry};

edmund::request_types!();

/// A row as reports have them.
#[derive(edmund::Entity)]
#[odata(name = "bench.row", key(id))]
pub struct Row {
    /// Its number.
    pub id: Option<String>,
    /// Sign-in name.
    pub user_principal_name: Option<String>,
    /// Name.
    pub user_display_name: Option<String>,
    /// Whether it is an administrator.
    pub is_admin: Option<bool>,
    /// Whether it can do more than a password.
    pub is_mfa_capable: Option<bool>,
    /// Its methods.
    pub methods_registered: Option<Vec<String>>,
    /// When it changed.
    pub last_updated_date_time: Option<edmund::DateTimeOffset>,
}

/// The service.
#[edmund::service]
pub trait Bench {
    /// Its rows.
    #[odata(entity_set = "rows")]
    fn rows(&self) -> Many<Row>;
}

#[derive(Default)]
struct Sums {
    rows: u64,
    sum: u64,
    squares: u64,
}

impl Sums {
    fn add(&mut self, row: &Row) -> Option<()> {
        let id: u64 = row.id.as_ref()?.parse().ok()?;
        self.rows += 1;
        self.sum = self.sum.wrapping_add(id);
        self.squares = self.squares.wrapping_add(id.wrapping_mul(id));
        Some(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("which URL?")?;
    let file = arguments.next().map(PathBuf::from);
    let client = Client::builder().base_url(&url).retry(Retry::bulk()).build()?;
    let mut list = client.rows().list().page_size(999);
    let mut sums = Sums::default();
    if let Some((before, checkpoint)) = file.as_deref().map(load).transpose()?.flatten() {
        sums = before;
        list = list.resume(checkpoint);
    }
    let mut pages = list.pages();
    while let Some(page) = pages.try_next().await? {
        page.value.iter().try_for_each(|row| sums.add(row)).ok_or("a row without a number")?;
        if let Some(file) = &file {
            save(file, &sums, page.checkpoint().ok_or("a page without a checkpoint")?)?;
        }
    }
    println!("{} {} {} {}", sums.rows, sums.sum, sums.squares, peak().unwrap_or(0));
    Ok(())
}

/// What was made of the pages and where to go on are one file, which appears as a whole: neither is ever without the other.
fn save(file: &Path, sums: &Sums, checkpoint: &Checkpoint) -> Result<(), Box<dyn std::error::Error>> {
    let Sums { rows, sum, squares } = sums;
    let text = serde_json::to_string(&(rows, sum, squares, checkpoint))?;
    let new = file.with_extension("new");
    std::fs::write(&new, text)?;
    Ok(std::fs::rename(new, file)?)
}

fn load(file: &Path) -> Result<Option<(Sums, Checkpoint)>, Box<dyn std::error::Error>> {
    let Ok(text) = std::fs::read_to_string(file) else { return Ok(None) };
    let (rows, sum, squares, checkpoint) = serde_json::from_str(&text)?;
    Ok(Some((Sums { rows, sum, squares }, checkpoint)))
}

/// The most memory this process had, in KiB; Linux says so.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}
