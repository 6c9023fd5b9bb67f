-- images_changed counts the changes of the version's studies that have not been looked at yet, so that a
-- look clears only those that it has seen, and clears them last.
drop index report_version_images;
create index report_version_images on report_version (received_at) where images_changed > 0;
