package org.radiologytrust.ingest.hl7;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.feature.ConnectionPlaces;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.AssigningAuthorities;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.settings.Site;

/**
 * The settings {@code rtl.hl7.*} and {@code rtl.mllp.*}.
 *
 * @param charset character set of messages without MSH-18
 * @param authorities file of assigning authorities; empty for none
 * @param mappingsPoll how often the sites' mappings are read again
 * @param ignoresWithoutResults whether orders, and results without OBX, are ignored; otherwise they
 *     are refused
 * @param mergeRights who may merge which patient ids
 * @param maxFrame in bytes
 * @param idle how long a connection may be idle
 * @param addressConnections connections of one address at the same time
 * @param strangerBytes how many bytes to store of a frame without HL7 from an address that never
 *     sent HL7
 * @param strangerMessages how many such frames to store per address and day
 */
public record Hl7Settings(
    Site site,
    String charset,
    Optional<Path> authorities,
    Duration mappingsPoll,
    boolean ignoresWithoutResults,
    MergeRights mergeRights,
    int maxFrame,
    Duration frameTime,
    Duration idle,
    int maxConnections,
    int addressConnections,
    int strangerBytes,
    int strangerMessages) {
  private static final int MOST_CONNECTIONS = 100_000;

  /**
   * Reads the settings.
   *
   * @throws Settings.Wrong if a setting is not valid
   */
  public static Hl7Settings of(Settings settings) {
    int connections = settings.number("rtl.mllp.max-connections", 1, MOST_CONNECTIONS);
    return new Hl7Settings(
        Site.of(settings),
        settings.required("rtl.hl7.charset"),
        settings.file("rtl.hl7.authorities"),
        settings.interval("rtl.hl7.mappings.poll"),
        settings.oneOf("rtl.hl7.without-results", "ignore", "refuse").equals("ignore"),
        MergeRights.of("rtl.hl7.merge-authorities", settings.list("rtl.hl7.merge-authorities")),
        settings.number("rtl.mllp.max-frame", 1024, 1 << 30),
        settings.interval("rtl.mllp.frame-time"),
        settings.interval("rtl.mllp.idle"),
        connections,
        settings
            .optionalNumber("rtl.mllp.max-connections-of-address", 1, MOST_CONNECTIONS)
            .orElse(ConnectionPlaces.half(connections)),
        settings.number("rtl.mllp.stranger-bytes", 0, 1 << 30),
        settings.number("rtl.mllp.stranger-messages", 0, 1_000_000));
  }

  /**
   * Creates the parser for these settings.
   *
   * @throws Settings.Wrong if the character set is not known or the file of authorities is not
   *     valid
   */
  public Hl7Reports reports(SiteFiles files, Documents documents) {
    Hl7Reports reports =
        new Hl7Reports(
                site.name(),
                site.zone(),
                charset,
                authorities.map(AssigningAuthorities::read).orElseGet(Map::of),
                files)
            .reading(documents)
            .merging(mergeRights);
    return ignoresWithoutResults ? reports : reports.refusingWithoutResults();
  }
}
