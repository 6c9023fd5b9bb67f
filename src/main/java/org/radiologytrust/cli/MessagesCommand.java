package org.radiologytrust.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rtl messages}: finds received messages. */
@Command(
    name = "messages",
    description = {
      "Lists received messages of the running rtl, newest first. Shows no patient data.",
      "A time is 10:42 (today), 2026-04-01, 2026-04-01T10:42, or 2h (that long ago), in rtl.zone."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  rtl messages --state quarantined --since 2h",
      "  rtl messages --accession A4711 --format json"
    })
final class MessagesCommand implements Callable<Integer> {
  static final List<String> COLUMNS =
      List.of(
          "id",
          "received",
          "channel",
          "site",
          "controlId",
          "outcome",
          "reportStates",
          "repeats",
          "size",
          "reason");

  @ParentCommand private SharedOptions rtl;

  @Option(
      names = "--control-id",
      paramLabel = "X",
      description = "MSH-10, or the sender's number of a FHIR message.")
  private @Nullable String controlId;

  @Option(names = "--accession", paramLabel = "X", description = "Accession number.")
  private @Nullable String accession;

  @Option(names = "--mrn", paramLabel = "X", description = "An identifier of the patient (PID-3).")
  private @Nullable String mrn;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "parsed, applied, ignored, duplicate or quarantined; or of the report: awaiting_images,"
              + " ready, auditing, audited, checked_only, not_auditable or superseded.")
  private @Nullable String state;

  @Mixin private ReceivedOptions received;
  @Mixin private ListOptions listed;

  @Override
  public Integer call() throws Exception {
    Map<String, @Nullable String> query = new LinkedHashMap<>();
    query.put("control-id", controlId);
    query.put("accession", accession);
    query.put("mrn", mrn);
    query.put("state", state);
    received.addTo(query);
    listed.print(COLUMNS, Pages.read(rtl.operator(), "messages", query, listed.limit()));
    return 0;
  }
}
