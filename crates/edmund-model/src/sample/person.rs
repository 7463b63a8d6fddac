//! People: invented, and the same person in every property of a row.

use super::hash;

const GIVEN: [&str; 40] = [
    "Ada", "Amara", "Anders", "Aoife", "Bjorn", "Carmen", "Chidi", "Dalia", "Dmitri", "Elif", "Emeka", "Farah", "Freya", "Gita",
    "Hana", "Hugo", "Ines", "Ivo", "Jamal", "Jun", "Kaja", "Kofi", "Lars", "Leila", "Liam", "Maia", "Mateo", "Mina", "Nadia",
    "Noor", "Olga", "Pablo", "Priya", "Rafael", "Saga", "Tariq", "Uma", "Viktor", "Yuki", "Zofia",
];

const FAMILY: [&str; 41] = [
    "Abadi",
    "Adeyemi",
    "Alvarez",
    "Andersen",
    "Banerjee",
    "Bergman",
    "Castillo",
    "Chen",
    "Costa",
    "Dahl",
    "Diallo",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Haddad",
    "Hansen",
    "Ibrahim",
    "Ito",
    "Jansen",
    "Kaya",
    "Kimura",
    "Kowalska",
    "Lindqvist",
    "Lopez",
    "Mbeki",
    "Moreau",
    "Nakamura",
    "Nielsen",
    "Novak",
    "Okafor",
    "Olsen",
    "Patel",
    "Petrov",
    "Quist",
    "Rossi",
    "Sato",
    "Silva",
    "Tanaka",
    "Vance",
    "Weber",
    "Yilmaz",
];

/// One person of a table; different rows are different people or carry a number.
pub(super) struct Person {
    pub(super) given: &'static str,
    pub(super) family: &'static str,
    /// 1 for the first person of a name, then 2, 3, ...
    number: u64,
}

impl Person {
    /// The person of a row. 1,640 rows pass before a name comes back, with a number that tells the two apart.
    pub(super) fn of(seed: u64, index: u64) -> Person {
        let count = (GIVEN.len() * FAMILY.len()) as u64;
        // 1,640 = 8 * 5 * 41 shares no divisor with 607, so the step visits every pair once.
        let pair = ((index % count) * 607 + hash::mix(seed) % count) % count;
        Person {
            given: GIVEN[(pair % GIVEN.len() as u64) as usize],
            family: FAMILY[(pair / GIVEN.len() as u64) as usize],
            number: index / count + 1,
        }
    }

    /// `Ada Lovelace`, from the second on `Ada Lovelace 2`.
    pub(super) fn display_name(&self) -> String {
        match self.number {
            1 => format!("{} {}", self.given, self.family),
            number => format!("{} {} {number}", self.given, self.family),
        }
    }

    /// What stands before the `@` of an address: `ada.lovelace`, from the second on `ada.lovelace2`.
    pub(super) fn account(&self) -> String {
        let name = format!("{}.{}", self.given, self.family).to_ascii_lowercase();
        if self.number == 1 { name } else { format!("{name}{}", self.number) }
    }
}
