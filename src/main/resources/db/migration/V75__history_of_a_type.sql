-- FHIR clients read the versions of all resources of a type, the newest first.
create index resource_version_updated on resource_version (type, last_updated, id, version);
