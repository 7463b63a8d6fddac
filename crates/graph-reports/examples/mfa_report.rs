//! Who has no multifactor authentication? The main job end to end: add an entity, read 10,000 users through faults, report.
//!
//! Everything runs on loopback against the sandbox, which serves `schema/` and answers one request in ten with 429 and resets one
//! connection in twenty.

use std::collections::{BTreeMap, HashSet};

use anyhow::Context as _;
use edmund::{Client, Retry, StaticToken};
use edmund_sandbox::{Faults, Sandbox};
use graph_reports::{CredentialUserRegistrationDetails, GraphService as _, RegistrationAuthMethod, UserRegistrationDetails};
use indicatif::ProgressBar;

const USERS: usize = 10_000;
/// Far below what the service allows, so that the faults have something to hit.
const PAGE: u32 = 100;
const SHOWN: usize = 8;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let sandbox = start_sandbox().await?;
    println!("sandbox: {} ({USERS} users, 10 % 429, 5 % resets)\n", sandbox.base_url());
    let graph =
        Client::builder().base_url(sandbox.base_url()).credential(StaticToken::new("sandbox")).retry(Retry::bulk()).build()?;

    add_registration(&graph).await?;
    let report = read_report(&graph).await?;
    report.print();
    verify(&graph, &report).await?;
    println!("{}", report.verdict(graph.statistics().retries));
    print_how(&sandbox.base_url());
    anyhow::ensure!(report.is_complete(), "rows were lost or duplicated");
    Ok(())
}

async fn start_sandbox() -> anyhow::Result<edmund_sandbox::Handle> {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema");
    let input = edmund_cli::Input::read(&[schema.into()])?;
    let faults = Faults { throttle: 0.10, reset: 0.05, ..Faults::default() };
    let builder = Sandbox::builder(input.model).seed(7).rows("userRegistrationDetails", USERS).faults(faults);
    builder.start().await.context("cannot start the sandbox")
}

/// The seed's entity, created by the typed call and then added to the report by reference.
async fn add_registration(graph: &Client) -> Result<(), edmund::Error> {
    let registrations = graph.reports().credential_user_registration_details();
    let ada = CredentialUserRegistrationDetails {
        user_principal_name: Some("ada@contoso.com".into()),
        user_display_name: Some("Ada Lovelace".into()),
        auth_methods: Some(vec![RegistrationAuthMethod::Email, RegistrationAuthMethod::Fido]),
        is_registered: Some(true),
        is_mfa_registered: Some(true),
        ..Default::default()
    };
    let made = registrations.create(&ada).await?;
    registrations.add_ref(&made).await?;
    let id = made.id.as_deref().unwrap_or_default();
    println!("added {} with {:?} as {id}\n", ada.user_principal_name.unwrap_or_default(), ada.auth_methods.unwrap_or_default());
    Ok(())
}

/// What the report counts.
#[derive(Default)]
struct Report {
    ids: HashSet<String>,
    rows: usize,
    duplicated: usize,
    gaps: usize,
    admins: usize,
    first: Vec<UserRegistrationDetails>,
    methods: BTreeMap<String, usize>,
}

/// Streams all users, page after page, through whatever the service does.
async fn read_report(graph: &Client) -> anyhow::Result<Report> {
    let progress = ProgressBar::new(USERS as u64);
    let mut report = Report::default();
    let mut users = graph.reports().authentication_methods().user_registration_details().list().page_size(PAGE).stream();
    while let Some(user) = users.try_next().await? {
        report.add(user);
        progress.inc(1);
    }
    progress.finish_and_clear();
    Ok(report)
}

/// Asks the service the same question with a filter: both ways must agree.
async fn verify(graph: &Client, report: &Report) -> anyhow::Result<()> {
    let users = graph.reports().authentication_methods().user_registration_details();
    let gaps = users.list().filter(UserRegistrationDetails::IS_MFA_CAPABLE.eq(false)).count().first_page().await?;
    let counted = gaps.count.context("the service did not count")?;
    anyhow::ensure!(counted == report.gaps as i64, "the service counts {counted} users without MFA, the report {}", report.gaps);
    Ok(())
}

impl Report {
    fn add(&mut self, user: UserRegistrationDetails) {
        self.rows += 1;
        if !self.ids.insert(user.id.clone().unwrap_or_default()) {
            self.duplicated += 1;
        }
        for method in user.methods_registered.iter().flatten() {
            *self.methods.entry(method.clone()).or_default() += 1;
        }
        if user.lacks_mfa() {
            self.gaps += 1;
            self.admins += usize::from(user.is_admin == Some(true));
            if self.first.len() < SHOWN {
                self.first.push(user);
            }
        }
    }

    fn is_complete(&self) -> bool {
        self.ids.len() == USERS && self.duplicated == 0
    }

    fn print(&self) {
        println!("{} users without MFA, {} of them administrators; the first {}:\n", self.gaps, self.admins, self.first.len());
        println!("{:<44} {:<5} {:<5} methods", "user", "admin", "SSPR");
        for user in &self.first {
            let mark = |flag: Option<bool>| if flag == Some(true) { "yes" } else { "-" };
            let methods = user.methods_registered.as_deref().unwrap_or_default().join(", ");
            let name = user.user_principal_name.as_deref().unwrap_or_default();
            println!("{name:<44} {:<5} {:<5} {methods}", mark(user.is_admin), mark(user.is_sspr_registered));
        }
        println!("\nregistered methods:\n");
        let most = self.methods.values().max().copied().unwrap_or(1);
        for (method, count) in &self.methods {
            println!("{method:<36} {:<40} {count}", "█".repeat((count * 40).div_ceil(most)));
        }
        println!();
    }

    fn verdict(&self, retries: u64) -> String {
        let thousands = |number: usize| {
            let digits = number.to_string();
            let (head, tail) = digits.split_at(digits.len().saturating_sub(3));
            if head.is_empty() { tail.to_owned() } else { format!("{head},{tail}") }
        };
        let (read, lost) = (thousands(self.ids.len()), USERS.saturating_sub(self.ids.len()));
        format!("{read} of {} rows, {lost} lost, {} duplicated, {retries} retries survived", thousands(USERS), self.duplicated)
    }
}

/// How to do the same elsewhere.
fn print_how(base_url: &str) {
    println!(
        r#"
In Rust:

    let graph = Client::builder().base_url("{base_url}").credential(StaticToken::new(token)).build()?;
    let users = graph.reports().authentication_methods().user_registration_details();
    let mut gaps = users.list().filter(UserRegistrationDetails::IS_MFA_CAPABLE.eq(false)).page_size(999).stream();
    while let Some(user) = gaps.try_next().await? {{ println!("{{:?}}", user.user_principal_name); }}
    graph.reports().credential_user_registration_details().create(&registration).await?;

One page by hand:

    curl -H "Authorization: Bearer $TOKEN" \
      '{base_url}/reports/authenticationMethods/userRegistrationDetails?$filter=isMfaCapable%20eq%20false'
"#
    );
}
