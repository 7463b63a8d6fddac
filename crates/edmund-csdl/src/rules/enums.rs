//! Enumerations.

use super::{Rule, error, warning};

pub(super) static RULES: &[Rule] = &[
    warning(
        "enum-no-members",
        "An enumeration has at least one member.",
        "CSDL 4.01, section 10",
        r#"<EnumType Name="«colour»" />"#,
    ),
    error(
        "duplicate-enum-member",
        "An enumeration has each member once.",
        "CSDL 4.01, section 10.3",
        r#"<EnumType Name="colour">
  <Member Name="red" />
  <Member Name="«red»" />
</EnumType>"#,
    ),
    error(
        "invalid-enum-underlying-type",
        "Below an enumeration is an integer type.",
        "CSDL 4.01, section 10.1",
        r#"<EnumType Name="colour" UnderlyingType="«Edm.String»">
  <Member Name="red" />
</EnumType>"#,
    ),
    error(
        "invalid-enum-value",
        "The value of a member is an integer.",
        "CSDL 4.01, section 10.3",
        r#"<EnumType Name="colour">
  <Member Name="red" Value="«one»" />
</EnumType>"#,
    ),
    error(
        "enum-value-out-of-range",
        "The value of a member is one of the underlying type.",
        "CSDL 4.01, section 10.3",
        r#"<EnumType Name="colour" UnderlyingType="Edm.Byte">
  <Member Name="red" Value="«256»" />
</EnumType>"#,
    ),
    error(
        "enum-mixed-values",
        "Either all members have a value or none.",
        "CSDL 4.01, section 10.3",
        r#"<EnumType Name="colour">
  <Member Name="red" Value="1" />
  «<Member Name="blue" />»
</EnumType>"#,
    ),
    warning(
        "flags-member-without-value",
        "The members of a flags enumeration have values; counted ones would be mixtures of others.",
        "CSDL 4.01, section 10.3",
        r#"<EnumType Name="access" IsFlags="true">
  «<Member Name="read" />»
</EnumType>"#,
    ),
    warning(
        "flags-member-negative",
        "The values of flags are not negative.",
        "CSDL 4.01, section 10.3",
        r#"<EnumType Name="access" IsFlags="true">
  «<Member Name="all" Value="-1" />»
</EnumType>"#,
    ),
];
