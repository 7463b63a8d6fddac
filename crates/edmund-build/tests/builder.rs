//! What a build script writes, and what it says when it cannot.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use edmund_build::Builder;
use expect_test::expect;

const SCHEMA: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="order"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="address" Type="shop.address"/><NavigationProperty Name="items" Type="Collection(shop.item)" ContainsTarget="true"/></EntityType>
  <EntityType Name="item"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>
  <ComplexType Name="address"><Property Name="city" Type="Edm.String"/></ComplexType>
  <ComplexType Name="unused"><Property Name="city" Type="Edm.String"/></ComplexType>
  <Action Name="ship" IsBound="true"><Parameter Name="order" Type="shop.order"/></Action>
  <Action Name="cancel" IsBound="true"><Parameter Name="order" Type="shop.order"/></Action>
  <EntityContainer Name="shopService"><EntitySet Name="orders" EntityType="shop.order"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

fn schema(text: &str) -> (tempfile::TempDir, Builder) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.csdl.xml");
    std::fs::write(&path, text).unwrap();
    let builder = Builder::new().schema(path);
    (folder, builder)
}

/// What is declared, and what can be called.
fn declared(text: &str) -> Vec<&str> {
    let starts = ["pub struct ", "pub enum ", "fn "];
    let names = text.lines().filter_map(|line| starts.iter().find_map(|start| line.trim_start().strip_prefix(start)));
    names.filter_map(|rest| rest.split(['(', ' ']).next()).collect()
}

#[test]
fn everything_is_generated_unless_something_is_named() {
    let (_folder, builder) = schema(SCHEMA);
    assert_eq!(declared(&builder.text().unwrap()), ["Address", "Item", "Order", "ship", "cancel", "Unused", "orders"]);
    assert_eq!(declared(&builder.clone().types(["shop.item"]).text().unwrap()), ["Item"]);
    let by_path = builder.clone().paths(["/orders/{id}/items/{id}"]);
    assert_eq!(declared(&by_path.text().unwrap()), ["Address", "Item", "Order", "ship", "cancel", "orders"]);
    let by_operation = builder.clone().operations(["shop.ship"]);
    assert_eq!(declared(&by_operation.text().unwrap()), ["Address", "Order", "ship", "orders"]);
    let by_call = builder.paths(["/orders(1)/shop.cancel"]).without_requests();
    assert_eq!(declared(&by_call.text().unwrap()), ["Address", "Order"]);
}

#[test]
fn the_file_is_written_where_it_is_asked_for() {
    let (folder, builder) = schema(SCHEMA);
    let out = folder.path().join("shop.rs");
    builder.clone().out(&out).generate().unwrap();
    assert_eq!(std::fs::read_to_string(out).unwrap(), builder.text().unwrap());
    let nowhere = builder.out(folder.path().join("no/such/folder.rs")).generate().unwrap_err();
    assert!(nowhere.to_string().starts_with("cannot write"), "{nowhere}");
}

fn error(builder: &Builder, folder: &tempfile::TempDir) -> String {
    let folder = folder.path().to_str().unwrap().replace('\\', "/");
    builder.text().unwrap_err().to_string().replace('\\', "/").replace(&folder, "")
}

#[test]
fn errors_name_the_place_and_what_to_do() {
    let (folder, builder) = schema(&SCHEMA.replace("shop.address\"/>", "shop.adress\"/>"));
    expect![[r#"
        /shop.csdl.xml:4:36: error[unresolved-type]: there is no `adress` in the namespace `shop`
          help: did you mean `shop.address`?"#]]
    .assert_eq(&error(&builder, &folder));
    let (folder, builder) = schema(SCHEMA);
    expect![[r#"
        /shop.csdl.xml:2:1: error[unresolved-selection]: there is no type `shop.ordr` to generate
          help: did you mean `shop.order`?"#]]
    .assert_eq(&error(&builder.clone().types(["shop.ordr"]), &folder));
    expect![[r#"
        /shop.csdl.xml:2:1: error[unresolved-selection]: the path `/orders/{id}/itmes` leads nowhere at `itmes`
          help: did you mean `items`?
        /shop.csdl.xml:2:1: error[unresolved-selection]: the path `/order` leads nowhere at `order`
          help: did you mean `orders`?"#]]
    .assert_eq(&error(&builder.clone().paths(["/orders/{id}/itmes", "/order"]), &folder));
    expect![[r#"
        /shop.csdl.xml:2:1: error[unresolved-selection]: there is no operation `shop.shop` to generate
          help: did you mean `shop.ship`?"#]]
    .assert_eq(&error(&builder.clone().operations(["shop.shop"]), &folder));
    expect![[r#"
        no-such.xml:1:1: error[missing-file]: there is no such file
          help: check the path on the command line and in `edmund.toml`"#]]
    .assert_eq(&error(&Builder::new().schema("no-such.xml"), &folder));
    expect!["no schema file (.xml, .csdl, .edmx, .csdl.json, .md) in "].assert_eq(&error(&Builder::new(), &folder));
}
