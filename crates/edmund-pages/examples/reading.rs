//! How many pages are read, lowered and checked in a second, beside the Markdown parser alone: `cargo run --release --example reading -- FOLDER COUNT`.
//!
//! The pages below the folder are repeated until there are so many, each copy in a folder of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use edmund_model::{FileId, Model, Sources};
use edmund_pages::{Checker, Docset};

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    Ok(())
}

/// The most memory that the process has had, in KiB, where the system tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder with pages")?);
    let count: usize = arguments.next().ok_or("say how many pages to read")?.parse()?;
    let mut paths = Vec::new();
    collect(&folder, &mut paths)?;
    let texts = paths.iter().map(std::fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let shown: Vec<String> = paths.iter().map(|path| path.strip_prefix(&folder).unwrap_or(path).display().to_string()).collect();

    let started = Instant::now();
    let bytes: usize = (0..count)
        .map(|index| &texts[index % texts.len()])
        .map(|text| {
            pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::ENABLE_TABLES).into_offset_iter().count().min(1)
                * text.len()
        })
        .sum();
    let markdown = started.elapsed();

    let texts: Arc<[String]> = texts.into();
    let started = Instant::now();
    let mut sources = Sources::default();
    let mut set = Docset::default();
    let mut findings = 0;
    for index in 0..count {
        let (copy, page) = (index / texts.len(), index % texts.len());
        let file = sources.add(format!("copy{copy}/{}", shown[page]), texts[page].as_str());
        let again = texts.clone();
        sources.reread(file, move || Some(again[page].clone().into_bytes()));
        let (page, found) = edmund_pages::read(&sources, file);
        sources.release(file);
        set.add(page);
        findings += found.len();
    }
    let read = started.elapsed();
    let mut model = Model::default();
    findings += set.lower(&mut model).len();
    let checker = Checker::new(&set, Some(&model));
    for file in (0..count).map(|index| FileId(index as u32)) {
        let (page, _) = edmund_pages::read(&sources, file);
        findings += checker.check(&page, &sources).len();
        sources.release(file);
    }
    let all = started.elapsed();

    let rate = |time: std::time::Duration| count as f64 / time.as_secs_f64();
    println!("{count} pages, {:.1} MB, {} types, {findings} findings", bytes as f64 / 1e6, model.structs.len());
    println!("the Markdown parser alone: {:.0} pages a second", rate(markdown));
    println!("reading them once: {:.0} pages a second", rate(read));
    let times = all.as_secs_f64() / markdown.as_secs_f64();
    println!("reading, lowering and checking: {:.0} pages a second, {times:.1} times the parser", rate(all));
    if let Some(peak) = peak_memory() {
        println!("peak memory: {} MiB, {:.1} kB a page", peak / 1024, peak as f64 * 1.024 / count as f64);
    }
    Ok(())
}
