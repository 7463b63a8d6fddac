//! Names that could break an expansion: keywords, the prelude's names as types, many fields, none.

use edmund::{Complex, Entity, OpenEnum};

#[allow(dead_code)]
mod shadowed {
    /// A schema may call its types anything.
    pub struct Option;
    pub struct Vec;
    pub struct Box;
    pub struct Result;
    pub struct Ok;
    pub struct Err;
    pub struct Some;
    pub struct None;
    pub struct Default;
    pub struct Clone;
    pub struct Object;
    pub struct Slot;

    #[allow(non_camel_case_types)]
    pub struct usize;
    #[allow(non_camel_case_types)]
    pub struct bool;
    #[allow(non_camel_case_types)]
    pub struct str;

    #[derive(edmund::Complex)]
    #[odata(name = "example.String")]
    pub struct String {
        pub text: ::std::option::Option<::std::string::String>,
        pub texts: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        pub inner: ::std::option::Option<::std::boxed::Box<String>>,
    }

    #[derive(edmund::OpenEnum)]
    #[odata(name = "example.Self")]
    pub enum Outcome {
        Ok,
        Err,
        Some,
        None,
        Unrecognized(::std::boxed::Box<::core::primitive::str>),
    }
}

#[derive(Entity)]
#[odata(name = "example.keywords", key(r#type))]
struct Keywords {
    r#type: Option<String>,
    self_: Option<String>,
    r#match: Option<i32>,
    _3d: Option<bool>,
    index: Option<bool>,
    info: Option<bool>,
    slot: Option<bool>,
    name: Option<String>,
    key: Option<String>,
    formatter: Option<String>,
    r#dyn_: Option<bool>,
    v1_total: Option<i32>,
}

#[derive(Complex)]
#[odata(name = "example.empty")]
struct Empty {}

#[derive(OpenEnum)]
#[odata(name = "example.none")]
enum Nothing {
    Unrecognized(Box<str>),
}

#[derive(OpenEnum)]
#[odata(name = "example.extreme")]
enum Extreme {
    #[odata(value = -9223372036854775808)]
    Least,
    #[odata(value = 9223372036854775807)]
    Most,
    Other(Box<str>),
}

#[test]
fn keywords_are_names_like_others() {
    let names: Vec<&str> = edmund::Object::info(&Keywords::default()).fields().to_vec();
    assert_eq!(names, ["type", "self", "match", "3d", "index", "info", "slot", "name", "key", "formatter", "dyn", "v1Total"]);
    assert_eq!((Keywords::TYPE.name(), Keywords::SELF_.name(), Keywords::_3D.name()), ("type", "self", "3d"));
    let text = r#"{"type":"a","self":"b","match":1,"3d":true,"dyn":false}"#;
    assert_eq!(serde_json::to_string(&serde_json::from_str::<Keywords>(text).unwrap()).unwrap(), text);
    assert_eq!(edmund::Info::of::<Keywords>().key(), ["type"]);
}

#[test]
fn the_names_of_the_prelude_may_be_types_of_the_schema() {
    let text = r#"{"text":"a","texts":["b"],"inner":{"text":"c"}}"#;
    let value: shadowed::String = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&value.clone()).unwrap(), text);
    let outcome: shadowed::Outcome = serde_json::from_str("\"err\"").unwrap();
    assert!(matches!(outcome, shadowed::Outcome::Err));
}

#[test]
fn types_without_members_have_none() {
    assert_eq!(serde_json::to_string(&serde_json::from_str::<Empty>(r#"{"x":1}"#).unwrap()).unwrap(), "{}");
    assert_eq!(serde_json::to_string(&serde_json::from_str::<Nothing>("\"x\"").unwrap()).unwrap(), "\"x\"");
    assert_eq!(Extreme::MEMBERS.iter().collect::<Vec<_>>(), [("least", i64::MIN), ("most", i64::MAX)]);
}

/// A type with more fields than one byte counts, so that the sorted index is tested too.
macro_rules! wide {
    ($($field:ident)*) => {
        #[derive(Complex)]
        #[odata(name = "example.wide")]
        struct Wide { $($field: Option<i32>,)* }

        const WIDE: &[&str] = &[$(stringify!($field)),*];
    };
}

macro_rules! times_ten {
    ($callback:ident [$($prefix:ident)*]) => { times_ten!(@ $callback [$($prefix)*]); };
    (@ $callback:ident [$($name:ident)*]) => { $callback!($($name)*); };
}

times_ten!(wide [
    zz zy zx zw zv zu zt zs zr zq zp zo zn zm zl zk zj zi zh zg zf ze zd zc zb za yz yy yx yw yv yu yt ys yr yq yp yo yn ym yl yk yj yi yh yg yf ye yd yc yb ya
    xz xy xx xw xv xu xt xs xr xq xp xo xn xm xl xk xj xi xh xg xf xe xd xc xb xa wz wy wx ww wv wu wt ws wr wq wp wo wn wm wl wk wj wi wh wg wf we wd wc wb wa
    vz vy vx vw vv vu vt vs vr vq vp vo vn vm vl vk vj vi vh vg vf ve vd vc vb va uz uy ux uw uv uu ut us ur uq up uo un um ul uk uj ui uh ug uf ue ud uc ub ua
    tz ty tx tw tv tu tt ts tr tq tp to tn tm tl tk tj ti th tg tf te td tc tb ta sz sy sx sw sv su st ss sr sq sp so sn sm sl sk sj si sh sg sf se sd sc sb sa
    rz ry rx rw rv ru rt rs rr rq rp ro rn rm rl rk rj ri rh rg rf re rd rc rb ra qz qy qx qw qv qu qt qs qr qq qp qo qn qm ql qk qj qi qh qg qf qe qd qc qb qa
    pz py px pw pv pu pt ps pr pq pp po pn pm pl pk pj pi ph pg pf pe pd pc pb pa
]);

#[test]
fn every_field_of_a_wide_type_is_found() {
    assert!(WIDE.len() > 256);
    let info = edmund::Object::info(&Wide::default());
    for (index, name) in WIDE.iter().enumerate() {
        assert_eq!(info.index_of(name), Some(index), "{name}");
    }
    assert_eq!(info.index_of("nothing"), None);
    let members: Vec<String> = WIDE.iter().rev().enumerate().map(|(index, name)| format!(r#""{name}":{index}"#)).collect();
    let text = format!("{{{}}}", members.join(","));
    let wide: Wide = serde_json::from_str(&text).unwrap();
    let again: serde_json::Value = serde_json::to_value(&wide).unwrap();
    assert_eq!(again, serde_json::from_str::<serde_json::Value>(&text).unwrap());
}
