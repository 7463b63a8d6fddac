//! The second door: a build script.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    edmund_build::Builder::new().schema("schema/library.csdl.xml").generate()?;
    Ok(())
}
