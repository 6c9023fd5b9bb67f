package org.radiologytrust.ingest.hl7.out;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.Hl7Samples;
import org.radiologytrust.ingest.hl7.message.Charsets;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Texts;
import org.radiologytrust.review.Decision;

/** Writes messages for tests. */
final class OruMessages {
  static final Instant NOW = Instant.parse("2026-11-24T10:00:05Z");
  static final UUID PAGE = Texts.uuid5("page");

  private final OruWriter writer;

  OruMessages(SiteFiles files, boolean asked) {
    writer =
        OruWriter.of(
            files,
            new Charsets(files),
            new AuditLines.Options(asked, "https://rtl.example", ZoneId.of("UTC")));
  }

  static OruMessages shipped() {
    return new OruMessages(SiteFiles.shipped(), false);
  }

  String of(Audit audit) throws OruProblem {
    return after("", audit);
  }

  /**
   * @param before the message about the report that was written before
   */
  String after(String before, Audit audit, Decision... decisions) throws OruProblem {
    return written(before, audit, Optional.empty(), decisions);
  }

  /**
   * @param report the message of the report
   */
  String with(byte[] report, Audit audit) throws OruProblem {
    return written("", audit, Hl7Samples.READER.message(report));
  }

  private String written(
      String before, Audit audit, Optional<Hl7Message> report, Decision... decisions)
      throws OruProblem {
    return writer.write(
        new OruWriter.Source(
            audit.runId(), audit, List.of(decisions), Optional.of(PAGE), report, before),
        NOW);
  }

  static byte[] bytes(String message) {
    return message.getBytes(StandardCharsets.UTF_8);
  }
}
