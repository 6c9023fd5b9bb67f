package org.radiologytrust.ingest.hl7.out;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.message.Charsets;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.model.Audit;
import org.radiologytrust.settings.Settings;

/** Shows how an audit would be written, without a journal. */
public final class OruPreview {
  private final OruWriter writer;

  /**
   * @throws Settings.Wrong if a setting is not valid
   * @throws IllegalArgumentException naming file and line, if the mapping is not valid
   */
  public OruPreview(Settings settings, SiteFiles files) {
    this.writer = OruWriter.of(files, new Charsets(files), OruSettings.options(settings));
  }

  /**
   * The first message about a report, with CR at the end of each segment.
   *
   * @param report the message of the report; empty if it is not HL7
   * @throws IllegalArgumentException if the character set lacks characters of the patient's data
   */
  public String of(Audit audit, Optional<Hl7Message> report, Instant now) {
    try {
      return writer.write(
          new OruWriter.Source(audit.runId(), audit, List.of(), Optional.empty(), report, ""), now);
    } catch (OruProblem e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
