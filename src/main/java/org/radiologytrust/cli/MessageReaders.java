package org.radiologytrust.cli;

import ca.uhn.fhir.context.FhirContext;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.fhir.FhirInSettings;
import org.radiologytrust.ingest.fhir.FhirMessages;
import org.radiologytrust.ingest.hl7.Hl7Reports;
import org.radiologytrust.ingest.hl7.Hl7Settings;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.settings.Site;

/**
 * Reads messages in files in the same way as the listeners read theirs.
 *
 * @param site name of the sending site where a message names none
 */
public record MessageReaders(String site, Hl7Reports hl7, FhirMessages fhir, Documents documents) {
  /**
   * The readers with the site's settings and files.
   *
   * @throws Settings.Wrong when a setting cannot be used
   */
  public static MessageReaders of(Settings settings, SiteFiles files) {
    Documents documents = Documents.ofFiles(DocumentLimits.of(settings), files);
    return new MessageReaders(
        Site.of(settings).name(),
        Hl7Settings.of(settings).reports(files, documents),
        FhirInSettings.of(settings).messages(FhirContext.forR4Cached(), files, documents),
        documents);
  }
}
