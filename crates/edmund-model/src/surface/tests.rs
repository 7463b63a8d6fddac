use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::*;
use crate::fixture::{PAGE, SCHEMA, bound, capability, navigation, primitive, property, record, source, structure};
use crate::{
    Container, Expression, Method, NavigationSourceKind, OperationKind, PermissionScheme, Primitive, QualifiedName, Request,
    Struct, Type, TypeRef,
};

fn check(model: &Model, expected: Expect) {
    let surface = surface(model);
    let mut text = String::new();
    for entry in &surface.entries {
        write!(text, "{:?}: {} {}", entry.kind, entry.method.as_str(), entry.template()).unwrap();
        for other in &entry.alternatives {
            write!(text, " | {other}").unwrap();
        }
        if let Some(index) = entry.documented {
            write!(text, " (page {index})").unwrap();
        }
        writeln!(text, " -> {}", entry.status).unwrap();
    }
    for index in surface.unmatched {
        writeln!(text, "unmatched: {}", model.requests[index].template).unwrap();
    }
    expected.assert_eq(&text);
}

fn entity(model: &mut Model, name: &str) -> StructId {
    model.add_struct(structure(name, vec![property("id", primitive(Primitive::String))], &["id"]))
}

fn container(model: &mut Model, sources: Vec<crate::NavigationSource>) {
    model.containers.push(Container {
        name: QualifiedName::new("ns", "Service"),
        extends: None,
        sources,
        imports: Vec::new(),
        annotations: Vec::new(),
        origin: SCHEMA,
    });
}

fn request(method: Method, template: &str, kind: RequestKind) -> Request {
    Request {
        method,
        template: template.to_owned(),
        kind,
        operation: None,
        body: None,
        response: None,
        status: 204,
        versioned: false,
        permissions: Permissions::default(),
        docs: Docs::default(),
        origin: PAGE,
    }
}

#[test]
fn navigations_and_operations_are_listed_once_however_many_paths_lead_to_them() {
    let mut model = Model::default();
    let user = entity(&mut model, "user");
    let folder = entity(&mut model, "folder");
    model.structs[user.index()].navigations = vec![
        navigation("folders", folder, true, true),
        navigation("manager", user, false, false),
        navigation("reports", user, true, false),
    ];
    model.structs[folder.index()].navigations = vec![navigation("childFolders", folder, true, true)];
    let text = primitive(Primitive::String);
    model.add_operation(bound(OperationKind::Action, "move", TypeRef::new(Type::Struct(folder)), &[("to", text.clone())], None));
    model.add_operation(bound(
        OperationKind::Function,
        "find",
        TypeRef::collection(Type::Struct(folder)),
        &[("name", text.clone()), ("depth", primitive(Primitive::Int32))],
        Some(TypeRef::collection(Type::Struct(folder))),
    ));
    container(
        &mut model,
        vec![source("me", user, NavigationSourceKind::Singleton), source("users", user, NavigationSourceKind::EntitySet)],
    );
    check(
        &model,
        expect![[r#"
            List: GET /users -> 200
            Create: POST /users -> 201
            Get: GET /users/{userId} -> 200
            Update: PATCH /users/{userId} -> 200
            Delete: DELETE /users/{userId} -> 204
            Get: GET /me -> 200
            Update: PATCH /me -> 200
            List: GET /users/{userId}/folders | /me/folders -> 200
            Create: POST /users/{userId}/folders | /me/folders -> 201
            Get: GET /users/{userId}/folders/{folderId} | /me/folders/{folderId} -> 200
            Update: PATCH /users/{userId}/folders/{folderId} | /me/folders/{folderId} -> 200
            Delete: DELETE /users/{userId}/folders/{folderId} | /me/folders/{folderId} -> 204
            Get: GET /users/{userId}/manager | /me/manager -> 200
            SetRef: PUT /users/{userId}/manager/$ref | /me/manager/$ref -> 204
            RemoveRef: DELETE /users/{userId}/manager/$ref | /me/manager/$ref -> 204
            List: GET /users/{userId}/reports | /me/reports -> 200
            AddRef: POST /users/{userId}/reports/$ref | /me/reports/$ref -> 204
            RemoveRef: DELETE /users/{userId}/reports/{userId2}/$ref | /me/reports/{userId}/$ref -> 204
            Function: GET /users/{userId}/folders/find(name='{name}',depth={depth}) -> 200
            List: GET /users/{userId}/folders/{folderId}/childFolders -> 200
            Create: POST /users/{userId}/folders/{folderId}/childFolders -> 201
            Get: GET /users/{userId}/folders/{folderId}/childFolders/{folderId2} -> 200
            Update: PATCH /users/{userId}/folders/{folderId}/childFolders/{folderId2} -> 200
            Delete: DELETE /users/{userId}/folders/{folderId}/childFolders/{folderId2} -> 204
            Action: POST /users/{userId}/folders/{folderId}/move -> 204
        "#]],
    );
}

#[test]
fn capabilities_deny_and_say_who_may() {
    let mut model = Model::default();
    let report = entity(&mut model, "report");
    let text = |text: &str| Expression::String(text.to_owned());
    let scope = record(&[("Scope", text("Reports.Read.All"))]);
    let permission = record(&[("SchemeName", text("Application")), ("Scopes", Expression::Collection(vec![scope]))]);
    let read = record(&[("Permissions", Expression::Collection(vec![permission]))]);
    let mut reports = source("reports", report, NavigationSourceKind::EntitySet);
    reports.annotations = vec![
        capability("InsertRestrictions", record(&[("Insertable", Expression::Bool(false))])),
        capability(
            "UpdateRestrictions",
            record(&[("UpdateMethod", Expression::EnumMember("Capabilities.HttpMethod/PUT".to_owned()))]),
        ),
        capability("ReadRestrictions", read),
    ];
    // The set says nothing about deleting, so the type's word counts; its word on inserting does not.
    model.structs[report.index()].annotations = vec![
        capability("DeleteRestrictions", record(&[("Deletable", Expression::Bool(false))])),
        capability("InsertRestrictions", record(&[("Insertable", Expression::Bool(true))])),
    ];
    let mut hidden = navigation("hidden", report, true, true);
    hidden.annotations = vec![capability(
        "NavigationRestrictions",
        record(&[("Navigability", Expression::EnumMember("Capabilities.NavigationType/None".to_owned()))]),
    )];
    model.structs[report.index()].navigations = vec![hidden];
    container(&mut model, vec![reports]);
    check(
        &model,
        expect![[r#"
        List: GET /reports -> 200
        Get: GET /reports/{reportId} -> 200
        Update: PUT /reports/{reportId} -> 200
    "#]],
    );
    let list = &surface(&model).entries[0];
    assert_eq!(list.permissions.0[&PermissionScheme::Application], ["Reports.Read.All"]);
    assert!(list.permissions.0[&PermissionScheme::DelegatedWork].is_empty());
}

#[test]
fn what_only_pages_know_offers_what_they_document() {
    let mut model = Model::default();
    let root = model.add_struct(structure("reportRoot", vec![], &[]));
    let details = entity(&mut model, "details");
    model.structs[root.index()].navigations = vec![
        crate::Navigation { origin: PAGE, ..navigation("details", details, true, false) },
        navigation("others", details, true, true),
    ];
    container(&mut model, vec![source("reports", root, NavigationSourceKind::Singleton)]);
    model.requests = vec![
        request(Method::Get, "/reports/details", RequestKind::List),
        request(Method::Post, "/reports/details/$ref", RequestKind::AddRef),
        request(Method::Post, "/reports/details", RequestKind::Create),
        request(Method::Delete, "/reports/details/{id}/$ref", RequestKind::RemoveRef),
        request(Method::Put, "/reports/others/{other-id}", RequestKind::Update),
        request(Method::Get, "/nowhere", RequestKind::Get),
    ];
    check(
        &model,
        expect![[r#"
        Get: GET /reports -> 200
        Update: PATCH /reports -> 200
        List: GET /reports/details (page 0) -> 204
        AddRef: POST /reports/details/$ref (page 1) -> 204
        RemoveRef: DELETE /reports/details/{detailsId}/$ref (page 3) -> 204
        Create: POST /reports/details (page 2) -> 204
        List: GET /reports/others -> 200
        Create: POST /reports/others -> 201
        Get: GET /reports/others/{detailsId} -> 200
        Update: PUT /reports/others/{detailsId} (page 4) -> 204
        Delete: DELETE /reports/others/{detailsId} -> 204
        unmatched: /nowhere
    "#]],
    );
}

#[test]
fn types_without_a_path_of_their_own_are_reached_by_a_cast() {
    let mut model = Model::default();
    let app = entity(&mut model, "app");
    let version = entity(&mut model, "version");
    let mobile = model.add_struct(Struct { base: Some(app), ..structure("mobileApp", vec![], &[]) });
    model.structs[mobile.index()].kind = crate::StructKind::Entity;
    model.structs[mobile.index()].navigations = vec![navigation("versions", version, true, true)];
    model.add_operation(bound(OperationKind::Action, "retire", TypeRef::collection(Type::Struct(mobile)), &[], None));
    container(&mut model, vec![source("apps", app, NavigationSourceKind::EntitySet)]);
    check(
        &model,
        expect![[r#"
        List: GET /apps -> 200
        Create: POST /apps -> 201
        Get: GET /apps/{appId} -> 200
        Update: PATCH /apps/{appId} -> 200
        Delete: DELETE /apps/{appId} -> 204
        List: GET /apps/{appId}/ns.mobileApp/versions -> 200
        Create: POST /apps/{appId}/ns.mobileApp/versions -> 201
        Get: GET /apps/{appId}/ns.mobileApp/versions/{versionId} -> 200
        Update: PATCH /apps/{appId}/ns.mobileApp/versions/{versionId} -> 200
        Delete: DELETE /apps/{appId}/ns.mobileApp/versions/{versionId} -> 204
        Action: POST /apps/ns.mobileApp/retire -> 204
    "#]],
    );
}

#[test]
fn composite_keys_stand_in_parentheses_and_keyless_items_have_no_path() {
    let mut model = Model::default();
    let item = model.add_struct(structure(
        "orderItem",
        vec![property("orderId", primitive(Primitive::Int32)), property("sku", primitive(Primitive::String))],
        &["orderId", "sku"],
    ));
    let keyless = model.add_struct(structure("keyless", vec![], &[]));
    container(
        &mut model,
        vec![source("items", item, NavigationSourceKind::EntitySet), source("things", keyless, NavigationSourceKind::EntitySet)],
    );
    check(
        &model,
        expect![[r#"
        List: GET /items -> 200
        Create: POST /items -> 201
        Get: GET /items(orderId={orderId},sku='{sku}') -> 200
        Update: PATCH /items(orderId={orderId},sku='{sku}') -> 200
        Delete: DELETE /items(orderId={orderId},sku='{sku}') -> 204
        List: GET /things -> 200
        Create: POST /things -> 201
    "#]],
    );
}

#[test]
fn streams_have_addresses_of_their_own() {
    let mut model = Model::default();
    let stream = |name: &str| property(name, primitive(Primitive::Stream));
    let mut thumbnail = stream("thumbnail");
    thumbnail.annotations.push(crate::Annotation {
        term: QualifiedName::new("Org.OData.Core.V1", "Computed"),
        ..capability("", Expression::Bool(true))
    });
    let photo = model.add_struct(Struct {
        has_stream: true,
        ..structure("photo", vec![property("id", primitive(Primitive::String)), stream("raw"), thumbnail], &["id"])
    });
    // What derives from a media entity says so again; that is no second stream.
    model.add_struct(Struct { base: Some(photo), has_stream: true, ..structure("portrait", Vec::new(), &[]) });
    container(&mut model, vec![source("photos", photo, NavigationSourceKind::EntitySet)]);
    model.requests.push(Request { status: 302, ..request(Method::Get, "/photos/{id}/raw", RequestKind::ReadStream) });
    check(
        &model,
        expect![[r#"
            List: GET /photos -> 200
            Create: POST /photos -> 201
            CreateMedia: POST /photos -> 201
            Get: GET /photos/{photoId} -> 200
            Update: PATCH /photos/{photoId} -> 200
            Delete: DELETE /photos/{photoId} -> 204
            ReadStream: GET /photos/{photoId}/$value -> 200
            WriteStream: PUT /photos/{photoId}/$value -> 204
            ReadStream: GET /photos/{photoId}/raw (page 0) -> 302
            WriteStream: PUT /photos/{photoId}/raw -> 204
            DeleteStream: DELETE /photos/{photoId}/raw -> 204
            ReadStream: GET /photos/{photoId}/thumbnail -> 200
        "#]],
    );
}

#[test]
fn streams_inside_complex_values_are_found_once() {
    let mut model = Model::default();
    let stream = property("scan", primitive(Primitive::Stream));
    let image = model.add_struct(structure("image", vec![stream], &[]));
    let of = |ty| TypeRef::new(Type::Struct(ty));
    // A sleeve in a sleeve has no end.
    let sleeve = model.add_struct(structure("sleeve", vec![property("front", of(image))], &[]));
    model.structs[sleeve.index()].properties.push(property("inner", of(sleeve)));
    let mut back = property("back", of(image));
    back.ty.collection = true;
    let id = property("id", primitive(Primitive::String));
    let book = model.add_struct(structure("book", vec![id.clone(), back, property("sleeve", of(sleeve))], &["id"]));
    let record = model.add_struct(structure("record", vec![id, property("label", of(image))], &["id"]));
    let set = |name: &str, ty| source(name, ty, NavigationSourceKind::EntitySet);
    container(&mut model, vec![set("books", book), set("records", record)]);
    let surface = surface(&model);
    let streams = surface.entries.iter().filter(|entry| entry.owner == Some(image));
    let text: Vec<String> =
        streams.map(|it| format!("{} {} | {}", it.method.as_str(), it.template(), it.alternatives.join(" "))).collect();
    expect![[r#"
        GET /books/{bookId}/sleeve/front/scan | /records/{recordId}/label/scan
        PUT /books/{bookId}/sleeve/front/scan | /records/{recordId}/label/scan
        DELETE /books/{bookId}/sleeve/front/scan | /records/{recordId}/label/scan"#]]
    .assert_eq(&text.join("\n"));
}
