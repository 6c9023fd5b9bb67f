package org.radiologytrust;

import ca.uhn.fhir.context.FhirContext;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import org.radiologytrust.ingest.AssigningAuthorities;
import org.radiologytrust.ingest.fhir.FhirLimits;
import org.radiologytrust.ingest.fhir.FhirMessages;
import org.radiologytrust.ingest.hl7.Hl7Reports;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.settings.Settings;

/** What reads messages, as the settings say: of the listeners, and of files. */
public final class Readers {
  private final String site;
  private final ZoneId zone;
  private final Hl7Reports hl7;
  private final FhirMessages fhir;

  /**
   * @throws Settings.Wrong when a setting cannot be used
   */
  public Readers(Settings settings, SiteFiles files, FhirContext context) {
    this.site = settings.required("rtl.site");
    this.zone = zone(settings.text("rtl.zone"));
    this.hl7 =
        new Hl7Reports(
            site, zone, settings.required("rtl.hl7.charset"), authorities(settings), files);
    FhirLimits limits =
        new FhirLimits(
            settings.number("rtl.fhir.max-depth", 10, 1000),
            settings.number("rtl.fhir.max-digits", 20, 10_000));
    this.fhir = new FhirMessages(context, site, zone, limits, files);
  }

  private static ZoneId zone(String name) {
    try {
      return name.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new Settings.Wrong("rtl.zone: " + name + " is no time zone such as Europe/Berlin");
    }
  }

  /** The site's file: HL7 assigning authority to the system of its identifiers. */
  private static Map<String, String> authorities(Settings settings) {
    String file = settings.text("rtl.hl7.authorities");
    return file.isEmpty() ? Map.of() : AssigningAuthorities.read(settings.path(file));
  }

  /** Name of the sending site where a message names none. */
  public String site() {
    return site;
  }

  ZoneId zone() {
    return zone;
  }

  /** Reads HL7 v2 messages as the MLLP listener does. */
  public Hl7Reports hl7() {
    return hl7;
  }

  /** Reads FHIR as the HTTP listener does. */
  public FhirMessages fhir() {
    return fhir;
  }
}
