//! Geographic and geometric values.

use serde_json::{Value, json};

use crate::object::kind::AnyValue;
use crate::query::Literal;
use crate::{FieldValue, kind};

/// A point: longitude and latitude in degrees for geographic values, x and y for geometric ones, and the altitude in metres if known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// The longitude, or x.
    pub x: f64,
    /// The latitude, or y.
    pub y: f64,
    /// The altitude, or z.
    pub z: Option<f64>,
}

/// What a [`Geography`] or [`Geometry`] shows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// One position.
    Point(Position),
    /// Several positions.
    MultiPoint(Vec<Position>),
    /// A line from position to position.
    LineString(Vec<Position>),
    /// Several lines.
    MultiLineString(Vec<Vec<Position>>),
    /// A closed outer ring, then the rings of its holes.
    Polygon(Vec<Vec<Position>>),
    /// Several polygons.
    MultiPolygon(Vec<Vec<Vec<Position>>>),
    /// Several shapes.
    Collection(Vec<Shape>),
}

impl Position {
    /// The position at that longitude and latitude, or x and y.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y, z: None }
    }

    fn read(value: &Value) -> Option<Self> {
        let [x, y, rest @ ..] = value.as_array()?.as_slice() else { return None };
        Some(Self { x: x.as_f64()?, y: y.as_f64()?, z: rest.first().and_then(Value::as_f64) })
    }

    fn write(&self) -> Value {
        match self.z {
            Some(z) => json!([self.x, self.y, z]),
            None => json!([self.x, self.y]),
        }
    }

    /// As well-known text, in which a literal of a URL has it.
    fn text(&self) -> String {
        self.z.map_or_else(|| format!("{} {}", self.x, self.y), |z| format!("{} {} {z}", self.x, self.y))
    }
}

/// Collections of shapes in collections are read only so deep.
const MAX_DEPTH: usize = 32;

fn shape(value: &Value, depth: usize) -> Option<Shape> {
    if depth > MAX_DEPTH {
        return None;
    }
    let name = value.get("type")?.as_str()?;
    if name == "GeometryCollection" {
        let shapes = value.get("geometries")?.as_array()?;
        return shapes.iter().map(|value| shape(value, depth + 1)).collect::<Option<_>>().map(Shape::Collection);
    }
    let at = value.get("coordinates")?;
    Some(match name {
        "Point" => Shape::Point(Position::read(at)?),
        "MultiPoint" => Shape::MultiPoint(line(at)?),
        "LineString" => Shape::LineString(line(at)?),
        "MultiLineString" => Shape::MultiLineString(lines(at)?),
        "Polygon" => Shape::Polygon(lines(at)?),
        "MultiPolygon" => Shape::MultiPolygon(at.as_array()?.iter().map(lines).collect::<Option<_>>()?),
        _ => return None,
    })
}

fn line(value: &Value) -> Option<Vec<Position>> {
    value.as_array()?.iter().map(Position::read).collect()
}

fn lines(value: &Value) -> Option<Vec<Vec<Position>>> {
    value.as_array()?.iter().map(line).collect()
}

fn json(shape: &Shape) -> Value {
    let write_line = |line: &Vec<Position>| line.iter().map(Position::write).collect::<Value>();
    let write_lines = |lines: &Vec<Vec<Position>>| lines.iter().map(write_line).collect::<Value>();
    let (name, coordinates) = match shape {
        Shape::Point(position) => ("Point", position.write()),
        Shape::MultiPoint(positions) => ("MultiPoint", write_line(positions)),
        Shape::LineString(positions) => ("LineString", write_line(positions)),
        Shape::MultiLineString(lines) => ("MultiLineString", write_lines(lines)),
        Shape::Polygon(rings) => ("Polygon", write_lines(rings)),
        Shape::MultiPolygon(polygons) => ("MultiPolygon", polygons.iter().map(write_lines).collect()),
        Shape::Collection(shapes) => {
            return json!({ "type": "GeometryCollection", "geometries": shapes.iter().map(json).collect::<Value>() });
        }
    };
    json!({ "type": name, "coordinates": coordinates })
}

fn well_known_text(shape: &Shape) -> String {
    let joined = |parts: Vec<String>| format!("({})", parts.join(","));
    let line = |line: &Vec<Position>| joined(line.iter().map(Position::text).collect());
    let lines = |lines: &Vec<Vec<Position>>| joined(lines.iter().map(line).collect());
    match shape {
        Shape::Point(position) => format!("Point({})", position.text()),
        Shape::MultiPoint(positions) => {
            format!("MultiPoint{}", joined(positions.iter().map(|position| format!("({})", position.text())).collect()))
        }
        Shape::LineString(positions) => format!("LineString{}", line(positions)),
        Shape::MultiLineString(all) => format!("MultiLineString{}", lines(all)),
        Shape::Polygon(rings) => format!("Polygon{}", lines(rings)),
        Shape::MultiPolygon(polygons) => format!("MultiPolygon{}", joined(polygons.iter().map(lines).collect())),
        Shape::Collection(shapes) => format!("Collection{}", joined(shapes.iter().map(well_known_text).collect())),
    }
}

fn srid(value: &Value) -> Option<u32> {
    let name = value.get("crs")?.get("properties")?.get("name")?.as_str()?;
    name.rsplit(':').next()?.parse().ok()
}

macro_rules! spatial {
    ($($(#[$doc:meta])* $type:ident, $literal:ident, $srid:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $type(Value);

        impl $type {
            /// The GeoJSON object as it is written.
            pub fn as_value(&self) -> &Value {
                &self.0
            }

            /// What the value shows; `None` if it is no GeoJSON geometry.
            pub fn shape(&self) -> Option<Shape> {
                shape(&self.0, 0)
            }

            /// The spatial reference system, if it is said: the number in the name of the member `crs`, such as `EPSG:4326`.
            pub fn srid(&self) -> Option<u32> {
                srid(&self.0)
            }
        }

        impl From<Shape> for $type {
            fn from(shape: Shape) -> Self {
                Self(json(&shape))
            }
        }

        impl From<Value> for $type {
            fn from(value: Value) -> Self {
                Self(value)
            }
        }

        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl AsRef<Value> for $type {
            fn as_ref(&self) -> &Value {
                &self.0
            }
        }

        impl AnyValue for $type {
            fn value(&self) -> &Value {
                &self.0
            }
        }

        impl FieldValue for $type {
            type Kind = kind::Untyped;

            fn to_literal(&self) -> Option<Literal> {
                let srid = self.srid().unwrap_or($srid);
                Some(Literal::$literal(format!("SRID={srid};{}", well_known_text(&self.shape()?))))
            }
        }
    )*};
}

spatial! {
    /// A value of `Edm.Geography` or of one of its derived types, on the round earth: a GeoJSON object (RFC 7946; OData JSON Format 4.01,
    /// section 7.1), kept as it came.
    ///
    /// ```
    /// use edmund::{Geography, Position, Shape};
    ///
    /// let oslo = Geography::from(Shape::Point(Position::new(10.75, 59.91)));
    /// assert_eq!(oslo.as_value().to_string(), r#"{"coordinates":[10.75,59.91],"type":"Point"}"#);
    /// assert_eq!(oslo.shape(), Some(Shape::Point(Position::new(10.75, 59.91))));
    /// ```
    Geography, Geography, 4326;
    /// A value of `Edm.Geometry` or of one of its derived types, on a flat plane: a GeoJSON object, kept as it came. See [`Geography`].
    Geometry, Geometry, 0;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(json: Value) -> Option<String> {
        Geography::from(json).to_literal().map(|literal| literal.to_string())
    }

    #[test]
    fn shapes_are_read_and_written() {
        let polygon = json!({ "type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]] });
        let both =
            json!({ "type": "GeometryCollection", "geometries": [polygon, { "type": "Point", "coordinates": [1.0, 2.0, 3.0] }] });
        for value in [polygon, both] {
            let read = Geometry::from(value.clone());
            assert_eq!(Geometry::from(read.shape().unwrap()).as_value(), &value);
        }
    }

    #[test]
    fn literals_name_their_reference_system() {
        assert_eq!(
            literal(
                json!({ "type": "Point", "coordinates": [142.1, 64.1], "crs": { "type": "name", "properties": { "name": "EPSG:4258" } } })
            ),
            Some("geography'SRID=4258;Point(142.1 64.1)'".to_owned())
        );
        assert_eq!(
            literal(json!({ "type": "MultiPoint", "coordinates": [[1, 2], [3, 4]] })),
            Some("geography'SRID=4326;MultiPoint((1 2),(3 4))'".to_owned())
        );
        let line = Geometry::from(Shape::LineString(vec![Position::new(0.0, 1.0), Position::new(2.0, 3.0)]));
        assert_eq!(line.to_literal().unwrap().to_string(), "geometry'SRID=0;LineString(0 1,2 3)'");
    }

    #[test]
    fn what_is_no_geometry_stays_as_it_came() {
        for value in
            [json!(null), json!({ "type": "Point" }), json!({ "type": "Point", "coordinates": ["x"] }), json!({ "type": "Blob" })]
        {
            let read = Geography::from(value.clone());
            assert_eq!((read.shape(), read.as_value(), read.to_literal()), (None, &value, None));
        }
    }

    #[test]
    fn collections_inside_each_other_end_somewhere() {
        let mut value = json!({ "type": "Point", "coordinates": [1, 2] });
        for _ in 0..100 {
            value = json!({ "type": "GeometryCollection", "geometries": [value] });
        }
        assert_eq!(Geography::from(value).shape(), None);
    }
}
