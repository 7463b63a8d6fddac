//! A generated client against odatapy, a server that others wrote: everything a service of entity sets can be asked.
//!
//! `cargo xtask ci` installs the server; where it is not installed, the test says so and ends.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use edmund::request::{DeltaStore, Request as _};
use edmund::{Client, Error, KeyStyle, Patch};
use interoperability::{Container as _, Group, Method, Place, Registration};

/// The server's process; it ends with its standard input.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    /// A server of its own for each test, with pages of four items; none if it is not installed.
    fn start() -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let Some(python) = python() else {
            println!("skipped: odatapy is not installed; `cargo xtask ci` installs it");
            return None;
        };
        let mut process = Command::new(python)
            .arg(folder.join("server/serve.py"))
            .arg(folder.join("schema/reports.csdl.xml"))
            .arg("4")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut url).unwrap();
        Some(Self { process, url: url.trim().to_owned() })
    }

    fn client(&self) -> Client {
        Client::builder().base_url(&self.url).key_style(KeyStyle::Parentheses).build().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // It has ended, or is about to; a test that failed is not to be hidden by another failure.
        let _ = self.process.wait();
    }
}

/// The Python that has the server.
fn python() -> Option<PathBuf> {
    let environment = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/interoperability");
    ["bin/python", "Scripts/python.exe"].iter().map(|path| environment.join(path)).find(|path| path.exists())
}

fn ada() -> Registration {
    Registration {
        id: Some("ada's".to_owned()),
        user_principal_name: Some("ada & co/100%@contoso.com".to_owned()),
        is_registered: Some(false),
        methods: Some(vec![Method::Email, Method::Fido]),
        sign_ins: Some(9_007_199_254_740_993),
        risk: Some("83.130".parse().unwrap()),
        seen: Some("2026-02-28T23:59:59.1234567Z".parse().unwrap()),
        office: Some(Place { city: Some("Zürich".to_owned()), floor: Some(-1), ..Place::default() }),
        ..Registration::default()
    }
}

/// Registrations `r00`, `r01`, ...
async fn fill(client: &Client, count: usize) {
    for number in 0..count {
        let registration = Registration {
            id: Some(format!("r{number:02}")),
            user_principal_name: Some(format!("user{number}@contoso.com")),
            is_registered: Some(number % 3 == 0),
            methods: Some(vec![Method::Sms]),
            sign_ins: i64::try_from(number).ok(),
            ..Registration::default()
        };
        client.registrations().create(&registration).await.unwrap();
    }
}

#[tokio::test]
async fn entities_are_created_read_changed_and_deleted() {
    let Some(server) = Server::start() else { return };
    let client = server.client();
    let one = client.registrations().id("ada's");
    let mut open = ada();
    open.extra.insert("costCentre", "R&D");

    let made = client.registrations().create(&open).await.unwrap();
    assert_eq!(made.sign_ins, Some(9_007_199_254_740_993));
    let read = one.get().await.unwrap();
    assert_eq!((&read.user_principal_name, &read.methods, &read.seen), (&open.user_principal_name, &open.methods, &open.seen));
    assert_eq!(read.office.as_ref().and_then(|office| office.city.as_deref()), Some("Zürich"));
    assert_eq!(read.extra.get("costCentre").and_then(|value| value.as_str()), Some("R&D"));

    one.update(Patch::new().set(Registration::IS_REGISTERED, true).null(Registration::RISK)).await.unwrap();
    let changed = one.get().await.unwrap();
    assert_eq!((changed.is_registered, changed.risk, changed.sign_ins), (Some(true), None, open.sign_ins));
    assert_eq!(one.property(Registration::SIGN_INS).get().await.unwrap(), open.sign_ins);
    one.property(Registration::SIGN_INS).set(1_i64).await.unwrap();
    one.replace(&Registration { id: Some("ada's".to_owned()), methods: Some(vec![]), ..Registration::default() }).await.unwrap();
    assert_eq!(one.get().await.unwrap().user_principal_name, None);

    let twice = client.registrations().create(&open).await.unwrap_err();
    assert_eq!(twice.service().map(|error| error.status.as_u16()), Some(409), "{twice}");
    one.delete().await.unwrap();
    let gone = one.get().await.unwrap_err();
    assert_eq!(gone.service().map(|error| error.status.as_u16()), Some(404), "{gone}");
}

#[tokio::test]
async fn collections_are_filtered_ordered_selected_and_read_page_by_page() {
    let Some(server) = Server::start() else { return };
    let client = server.client();
    fill(&client, 11).await;
    let all = client.registrations();

    let mut pages = all.list().count().pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        assert!(sizes.is_empty() != (page.count.is_none()) || page.count == Some(11), "{page:?}");
        sizes.push(page.value.len());
    }
    assert_eq!(sizes, [4, 4, 3]);
    assert_eq!(all.count().await.unwrap(), 11);
    assert_eq!(all.count().filter(Registration::SIGN_INS.ge(5)).await.unwrap(), 6);

    let quoted = Registration::USER_PRINCIPAL_NAME.eq("o'b & c").or(Registration::USER_PRINCIPAL_NAME.ends_with("9@contoso.com"));
    let found = all.list().filter(quoted).try_collect().await.unwrap();
    assert_eq!(found.iter().map(|found| found.id.as_deref().unwrap()).collect::<Vec<_>>(), ["r09"]);

    let registered = all
        .list()
        .filter(Registration::IS_REGISTERED.eq(true))
        .order_by(Registration::SIGN_INS.desc())
        .select((Registration::ID, Registration::SIGN_INS))
        .try_collect()
        .await
        .unwrap();
    assert_eq!(registered.iter().map(|item| item.sign_ins.unwrap()).collect::<Vec<_>>(), [9, 6, 3, 0]);
    assert!(registered.iter().all(|item| item.user_principal_name.is_none()));

    let first = all.list().first_page().await.unwrap();
    let rest = all.list().resume(first.checkpoint().unwrap().clone()).try_collect().await.unwrap();
    let ids: BTreeSet<_> = first.value.iter().chain(&rest).filter_map(|item| item.id.clone()).collect();
    assert_eq!(ids.len(), 11);
    let refused = all.list().option("$filter", "nothing eq 1").try_collect().await.unwrap_err();
    assert_eq!(refused.service().map(|error| error.status.as_u16()), Some(400), "{refused}");
}

#[tokio::test]
async fn references_are_added_expanded_and_removed() {
    let Some(server) = Server::start() else { return };
    let client = server.client();
    let one = client.registrations().id("ada's");
    client.registrations().create(&ada()).await.unwrap();
    let sponsor = Registration { id: Some("boss".to_owned()), methods: Some(vec![]), ..Registration::default() };
    client.registrations().create(&sponsor).await.unwrap();
    for id in ["g1", "g2"] {
        let group = Group { id: Some(id.to_owned()), display_name: Some(format!("Group {id}")), ..Group::default() };
        client.groups().create(&group).await.unwrap();
        one.groups().add_ref(&client.groups().id(id)).await.unwrap();
    }
    one.sponsor().set_ref(&client.registrations().id("boss")).await.unwrap();

    let read = one.get().expand(Registration::GROUPS).expand(Registration::SPONSOR).await.unwrap();
    let names: BTreeSet<_> = read.groups.get().unwrap().unwrap().into_iter().filter_map(|group| group.display_name).collect();
    assert_eq!(names, BTreeSet::from(["Group g1".to_owned(), "Group g2".to_owned()]));
    assert_eq!(read.sponsor.get().unwrap().unwrap().id.as_deref(), Some("boss"));
    assert_eq!(one.groups().list().try_collect().await.unwrap().len(), 2);

    one.groups().remove_ref_to(&client.groups().id("g1")).await.unwrap();
    one.sponsor().remove_ref().await.unwrap();
    let left = one.groups().list().try_collect().await.unwrap();
    assert_eq!(left.iter().map(|group| group.id.as_deref()).collect::<Vec<_>>(), [Some("g2")]);
    // OData Protocol 4.01, 11.2.7, says 204; this server says 404.
    let nobody = one.sponsor().get().optional().await.unwrap_err();
    assert_eq!(nobody.service().map(|error| error.status.as_u16()), Some(404), "{nobody}");
    assert_eq!(client.groups().count().await.unwrap(), 2, "groups themselves stay");
}

#[tokio::test]
async fn batches_are_answered_one_by_one() {
    let Some(server) = Server::start() else { return };
    let client = server.client();
    fill(&client, 3).await;
    let mut batch = client.batch();
    let created = batch.add(client.registrations().create(&ada()));
    let read = batch.add_after(&created, client.registrations().id("ada's").get());
    let missing = batch.add(client.registrations().id("nobody").get());
    let after_missing = batch.add_after(&missing, client.registrations().id("r00").delete());
    let many: Vec<_> = (0..45).map(|number| batch.add(client.registrations().id(format!("r{:02}", number % 3)).get())).collect();
    let listed = batch.add(client.registrations().list());
    let counted = batch.add(client.registrations().count());
    let mut results = batch.send().await;

    assert_eq!(results.take(created).unwrap().sign_ins, ada().sign_ins);
    assert_eq!(results.take(read).unwrap().user_principal_name, ada().user_principal_name);
    assert_eq!(results.take(missing).unwrap_err().service().map(|error| error.status.as_u16()), Some(404));
    let withheld = results.take(after_missing).unwrap_err();
    assert_eq!(withheld.service().map(|error| error.status.as_u16()), Some(424), "{withheld}");
    for (number, handle) in many.into_iter().enumerate() {
        assert_eq!(results.take(handle).unwrap().id, Some(format!("r{:02}", number % 3)));
    }
    assert_eq!(results.take(counted).unwrap(), 4);
    assert_eq!(results.take(listed).unwrap().value.len(), 4);
}

#[tokio::test]
async fn changes_are_followed() {
    let Some(server) = Server::start() else { return };
    let client = server.client();
    fill(&client, 6).await;
    let all = client.registrations();
    let mut store = DeltaStore::new();
    let mut expected = 6;
    for step in 0..3 {
        all.list().changes().sync(&mut store).await.unwrap();
        assert_eq!(store.len(), expected, "after round {step}");
        all.id(format!("r{step:02}")).delete().await.unwrap();
        all.id("r05").update(Patch::new().set(Registration::SIGN_INS, 100_i64 + step)).await.unwrap();
        expected -= 1;
    }
    all.list().changes().sync(&mut store).await.unwrap();
    let mut rows: Vec<_> = store.iter().map(|(_, row)| (row.id.clone().unwrap(), row.sign_ins.unwrap())).collect();
    rows.sort();
    assert_eq!(rows, [("r03".to_owned(), 3), ("r04".to_owned(), 4), ("r05".to_owned(), 102)]);
}

#[tokio::test]
async fn requests_are_answered_in_the_services_own_time() {
    let Some(server) = Server::start() else { return };
    let client = server.client();
    let mut made = client.registrations().create(&ada()).respond_async().await.unwrap();
    assert!(!made.state().is_complete);
    assert_eq!(made.wait(Duration::from_secs(60)).await.unwrap().user_principal_name, ada().user_principal_name);

    let mut read = client.registrations().id("ada's").get().respond_async().await.unwrap();
    let mut resumed = server.client().resume_operation::<Registration>(&read.save()).unwrap();
    assert_eq!(resumed.wait(Duration::from_secs(60)).await.unwrap().sign_ins, ada().sign_ins);
    let taken = read.wait(Duration::from_secs(60)).await.unwrap_err();
    assert_eq!(taken.service().map(|error| error.status.as_u16()), Some(404), "a result is given once: {taken}");

    let mut missing = client.registrations().id("nobody").get().respond_async().await.unwrap();
    let error = missing.wait(Duration::from_secs(60)).await.unwrap_err();
    assert!(matches!(&error, Error::Service(error) if error.status.as_u16() == 404), "{error}");
}
