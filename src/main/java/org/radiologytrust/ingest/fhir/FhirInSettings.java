package org.radiologytrust.ingest.fhir;

import ca.uhn.fhir.context.FhirContext;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.fhir.json.FhirLimits;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.settings.Site;

/**
 * The settings for FHIR messages.
 *
 * @param maxBytes maximum size of a body
 */
public record FhirInSettings(Site site, FhirLimits limits, int maxBytes) {
  /**
   * Reads the settings.
   *
   * @throws Settings.Wrong if a setting is not valid
   */
  public static FhirInSettings of(Settings settings) {
    return new FhirInSettings(
        Site.of(settings),
        new FhirLimits(
            settings.number("rtl.fhir.max-depth", 10, 1000),
            settings.number("rtl.fhir.max-digits", 20, 10_000),
            settings.number("rtl.fhir.max-elements", 1000, 100_000_000)),
        settings.number("rtl.http.max-body", 1024, Integer.MAX_VALUE));
  }

  /** Creates the parser for these settings. */
  public FhirMessages messages(FhirContext context, SiteFiles files, Documents documents) {
    return new FhirMessages(context, site.name(), site.zone(), limits, files, documents);
  }
}
