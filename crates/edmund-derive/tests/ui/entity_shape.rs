use edmund::{Complex, Entity};

#[derive(Entity)]
#[odata(name = "example.tuple")]
struct Tuple(Option<String>);

#[derive(Complex)]
#[odata(name = "example.choice")]
enum Choice {
    One,
}

#[derive(Entity)]
#[odata(name = "example.generic")]
struct Generic<T> {
    id: Option<T>,
}

// One mistake, one message: the uses of a type that was refused raise none.
fn main() {
    let tuple = Tuple::default();
    let _ = serde_json::to_string(&tuple);
    let _: &dyn edmund::Object = &Choice::One;
    let _ = tuple.clone() == tuple;
}
