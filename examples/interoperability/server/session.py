"""A session of odatapy's client with the service at the URL that is the argument: what it reads and changes, checked step by step."""

import sys
import urllib.error
import urllib.request

from odatapy.client import ClientResponse, EdmEnabledODataClient, Field, ODataClient, ODataClientError

URL = sys.argv[1]


class Transport:
    """Requests by the standard library."""

    def send(self, method, url, headers, body):
        request = urllib.request.Request(url, data=body or None, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request) as response:
                return ClientResponse(response.status, dict(response.headers.items()), response.read())
        except urllib.error.HTTPError as error:
            return ClientResponse(error.code, dict(error.headers.items()), error.read())


client = ODataClient(URL, Transport())
checked = 0


def check(found, expected):
    global checked
    checked += 1
    if found != expected:
        raise SystemExit(f"step {checked}: {found!r} instead of {expected!r}")


def names(uri, name="id"):
    return [entity.get_value(name) for entity in client.iter_entities(uri)]


def registrations():
    return client.entity_set_uri("registrations")


def one(key):
    return client.entity_uri("registrations", key)


# Documents, and what the client makes of the schema.
check([entry.name for entry in client.get_service_document().entries], ["registrations", "groups"])
typed = EdmEnabledODataClient(URL, Transport())

# Create, read, change, delete.
for number in range(7):
    entity = {"id": f"r{number}", "userPrincipalName": f"o'neil {number} & co", "isRegistered": number % 2 == 0, "methods": ["sms"]}
    entity["signIns"] = number
    entity["office"] = {"city": "Bonn", "floor": number}
    client.create_entity("registrations", entity)
check(client.get_entity(one("r3")).get_value("userPrincipalName"), "o'neil 3 & co")
client.update_entity(one("r3"), {"signIns": 30})
check(client.get_property_value(one("r3").append_property_segment("signIns")), 30)
client.update_property(one("r3").append_property_segment("userPrincipalName"), "new")
check(client.get_value(one("r3").append_property_segment("userPrincipalName").append_value_segment()).content, b"new")
client.update_property_value(one("r3").append_property_segment("userPrincipalName").append_value_segment(), "newer")
check(client.get_entity(one("r3")).get_value("userPrincipalName"), "newer")
client.delete_property(one("r3").append_property_segment("userPrincipalName"))
check(client.get_entity(one("r3")).get_value("userPrincipalName"), None)
client.delete_entity(one("r6"))
try:
    client.get_entity(one("r6"))
    raise SystemExit("r6 is still there")
except ODataClientError as error:
    check("404" in str(error), True)

# Queries, over pages of four.
check(names(registrations()), ["r0", "r1", "r2", "r3", "r4", "r5"])
check(names(registrations().filter(Field("signIns").gt(2) & Field("isRegistered").eq(False))), ["r3", "r5"])
check(names(registrations().filter("methods/any(m:m eq contoso.reports.method'sms') and office/floor lt 2")), ["r0", "r1"])
check(names(registrations().filter("userPrincipalName eq 'o''neil 1 & co'")), ["r1"])
check(names(registrations().orderby("signIns desc").top(2).skip(1)), ["r5", "r4"])
check(client.get_count(registrations().filter("signIns ge 4")), 3)
check(client.get_entity_set(registrations().count().top(1)).count, 6)
check(names(registrations().search("neil")), ["r0", "r1", "r2", "r4", "r5"])
check(names(registrations().compute("signIns mul 2 as double").select("id", "double").filter("double gt 9"), "double"), [60, 10])

# References and expansion.
client.create_entity("groups", {"id": "g", "displayName": "Group"})
client.add_reference(one("r0").append_navigation_segment("groups"), client.entity_uri("groups", "g").build())
client.set_reference(one("r0").append_navigation_segment("sponsor"), one("r1").build())
check(len(client.get_references(one("r0").append_navigation_segment("groups").append_ref_segment())), 1)
expanded = client.get_entity_set(registrations().filter("id eq 'r0'").expand("sponsor").expand_with_options("groups", select=["displayName"]))
check(len(expanded.entities), 1)
client.remove_reference(one("r0").append_navigation_segment("sponsor"))

# Batches of both forms, with a change set that refers to what it makes, and one that fails as a whole.
for form in ("multipart", "json"):
    batch = client.batch(format=form)
    batch.add_retrieve(registrations().top(1))
    changes = batch.add_changeset()
    made = changes.create("groups", {"id": form})
    changes.update(f"${made.content_id}", {"displayName": "made"})
    batch.add_retrieve(client.entity_uri("groups", form))
    check([part.status_code for part in client.execute_batch(batch)], [200, 201, 204, 200])
    check(client.get_entity(client.entity_uri("groups", form)).get_value("displayName"), "made")
    failing = client.batch(format=form)
    changes = failing.add_changeset()
    changes.create("groups", {"id": f"{form} too"})
    changes.create("groups", {"id": form})
    client.execute_batch(failing)
    check(client.get_count(client.entity_set_uri("groups").filter(f"startswith(id,'{form}')")), 1)

# Changes since.
first = client.get_raw(client.entity_set_uri("groups"), headers={"Prefer": "odata.track-changes"})
link = __import__("json").loads(first.content)["@odata.deltaLink"]
client.update_entity(client.entity_uri("groups", "g"), {"displayName": "Changed"})
client.delete_entity(client.entity_uri("groups", "json"))
delta = client.get_delta(link)
check(([entity.get_value("id") for entity in delta.entities], len(delta.deleted_entities)), (["g"], 1))

# What has types at the client.
entities = typed.get_entity_set(typed.entity_set_uri("registrations").filter("id eq 'r1'")).entities
check([entity.get_value("signIns") for entity in entities], [1])
print(f"{checked} steps")
