//! The pages of `schema/`: free of findings, and enough to define their entity without any CSDL.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

mod text;

use std::path::{Path, PathBuf};

use edmund_model::{Finding, Model, Sources};
use edmund_pages::Page;
use expect_test::{Expect, expect};

fn schema() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema")
}

struct Read {
    sources: Sources,
    pages: Vec<Page>,
    findings: Vec<Finding>,
}

fn pages() -> Read {
    let mut read = Read { sources: Sources::default(), pages: Vec::new(), findings: Vec::new() };
    let folder = schema().join("credential-user-registration-details");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = format!("schema/credential-user-registration-details/{}", path.file_name().unwrap().to_string_lossy());
        let file = read.sources.add(name, std::fs::read_to_string(&path).unwrap());
        let (page, findings) = edmund_pages::read(&read.sources, file);
        read.pages.push(page);
        read.findings.extend(findings);
    }
    assert_eq!(read.pages.len(), 6);
    read
}

fn csdl(sources: &mut Sources) -> Model {
    let file = sources.add("schema/reports.csdl.xml", std::fs::read_to_string(schema().join("reports.csdl.xml")).unwrap());
    let (document, findings) = edmund_csdl::read(sources, file);
    assert!(findings.is_empty(), "{findings:?}");
    edmund_csdl::lower(&[document]).0
}

fn check_none(findings: &[Finding], sources: &Sources) {
    let lines: Vec<_> = findings
        .iter()
        .map(|finding| {
            let (path, position) = sources.locate(finding.origin);
            format!("{path}:{}:{} {} {}", position.line, position.column, finding.code, finding.message)
        })
        .collect();
    expect![[""]].assert_eq(&lines.join("\n"));
}

fn check(model: &Model, expected: Expect) {
    expected.assert_eq(&text::show(model, |name| {
        name.name.contains("redential") || name.name == "reportRoot" || name.name == "registrationAuthMethod"
    }));
}

#[test]
fn pages_alone_have_no_findings_and_define_their_entity() {
    let mut read = pages();
    let mut model = Model::default();
    read.findings.extend(edmund_pages::lower(&read.pages, &mut model));
    read.findings.extend(edmund_pages::check(&read.pages, &read.sources, None));
    read.findings.extend(edmund_pages::check(&read.pages, &read.sources, Some(&model)));
    check_none(&read.findings, &read.sources);
    check(
        &model,
        expect![[r#"
        Entity Microsoft.AAD.Reporting.credentialUserRegistrationDetails key(id)
          authMethods: Collection(Microsoft.AAD.Reporting.registrationAuthMethod)
          id: Edm.String not null
          isCapable: Edm.Boolean
          isEnabled: Edm.Boolean
          isMfaRegistered: Edm.Boolean
          isRegistered: Edm.Boolean
          userDisplayName: Edm.String
          userPrincipalName: Edm.String
        Entity Microsoft.AAD.Reporting.reportRoot key()
          -> credentialUserRegistrationDetails*: Microsoft.AAD.Reporting.credentialUserRegistrationDetails contains=false
        enum Microsoft.AAD.Reporting.registrationAuthMethod: email=0 mobilePhone=1 officePhone=2 securityQuestion=3 appNotification=4 appCode=5 alternateMobilePhone=6 fido=7 appPassword=8 unknownFutureValue=9
        Microsoft.AAD.Reporting.Container: singleton reports of Microsoft.AAD.Reporting.reportRoot
        AddRef POST /reports/credentialUserRegistrationDetails/$ref
          - -> 204 - [DelegatedWork=Reports.Read.All DelegatedPersonal= Application=Reports.Read.All]
        Create POST /reports/credentialUserRegistrationDetails
          Microsoft.AAD.Reporting.credentialUserRegistrationDetails -> 201 Microsoft.AAD.Reporting.credentialUserRegistrationDetails [DelegatedWork=Reports.Read.All DelegatedPersonal= Application=Reports.Read.All]
        List GET /reports/credentialUserRegistrationDetails
          - -> 200 Collection(Microsoft.AAD.Reporting.credentialUserRegistrationDetails) [DelegatedWork=Reports.Read.All DelegatedPersonal= Application=Reports.Read.All]
        RemoveRef DELETE /reports/credentialUserRegistrationDetails/{credentialUserRegistrationDetailsId}/$ref
          - -> 204 - [DelegatedWork=Reports.Read.All DelegatedPersonal= Application=Reports.Read.All]"#]],
    );
}

#[test]
fn each_page_alone_has_no_findings() {
    let read = pages();
    for page in &read.pages {
        check_none(&edmund_pages::check(std::slice::from_ref(page), &read.sources, None), &read.sources);
    }
}

#[test]
fn pages_join_the_csdl_beside_them() {
    let mut read = pages();
    let mut model = csdl(&mut read.sources);
    read.findings.extend(edmund_pages::lower(&read.pages, &mut model));
    read.findings.extend(edmund_pages::check(&read.pages, &read.sources, Some(&model)));
    check_none(&read.findings, &read.sources);
    check(
        &model,
        expect![[r#"
            Entity microsoft.graph.reportRoot key()
              -> authenticationMethods: microsoft.graph.authenticationMethodsRoot contains=true
              -> credentialUserRegistrationDetails*: Microsoft.AAD.Reporting.credentialUserRegistrationDetails contains=false
            Entity Microsoft.AAD.Reporting.credentialUserRegistrationDetails key(id)
              authMethods: Collection(Microsoft.AAD.Reporting.registrationAuthMethod)
              id: Edm.String not null
              isCapable: Edm.Boolean
              isEnabled: Edm.Boolean
              isMfaRegistered: Edm.Boolean
              isRegistered: Edm.Boolean
              userDisplayName: Edm.String
              userPrincipalName: Edm.String
            enum Microsoft.AAD.Reporting.registrationAuthMethod: email=0 mobilePhone=1 officePhone=2 securityQuestion=3 appNotification=4 appCode=5 alternateMobilePhone=6 fido=7 appPassword=8 unknownFutureValue=9
            microsoft.graph.GraphService: singleton reports of microsoft.graph.reportRoot
            Function microsoft.graph.usersRegisteredByFeature(bindingParameter: microsoft.graph.authenticationMethodsRoot) -> microsoft.graph.userRegistrationFeatureSummary not null
            Function microsoft.graph.usersRegisteredByFeature(bindingParameter: microsoft.graph.authenticationMethodsRoot, includedUserTypes: microsoft.graph.includedUserTypes, includedUserRoles: microsoft.graph.includedUserRoles) -> microsoft.graph.userRegistrationFeatureSummary not null
            Function microsoft.graph.usersRegisteredByMethod(bindingParameter: microsoft.graph.authenticationMethodsRoot) -> microsoft.graph.userRegistrationMethodSummary not null
            Function microsoft.graph.usersRegisteredByMethod(bindingParameter: microsoft.graph.authenticationMethodsRoot, includedUserTypes: microsoft.graph.includedUserTypes, includedUserRoles: microsoft.graph.includedUserRoles) -> microsoft.graph.userRegistrationMethodSummary not null
            AddRef POST /reports/credentialUserRegistrationDetails/$ref
              - -> 204 - [DelegatedWork=Reports.Read.All DelegatedPersonal= Application=Reports.Read.All]
            Create POST /reports/credentialUserRegistrationDetails
              Microsoft.AAD.Reporting.credentialUserRegistrationDetails -> 201 Microsoft.AAD.Reporting.credentialUserRegistrationDetails [DelegatedWork=Reports.Read.All DelegatedPersonal= Application=Reports.Read.All]
            List GET /reports/credentialUserRegistrationDetails
              - -> 200 Collection(Microsoft.AAD.Reporting.credentialUserRegistrationDetails) [DelegatedWork=Reports.Read.All DelegatedPersonal= Application=Reports.Read.All]
            RemoveRef DELETE /reports/credentialUserRegistrationDetails/{credentialUserRegistrationDetailsId}/$ref
              - -> 204 - [DelegatedWork=Reports.Read.All DelegatedPersonal= Application=Reports.Read.All]"#]],
    );
}
