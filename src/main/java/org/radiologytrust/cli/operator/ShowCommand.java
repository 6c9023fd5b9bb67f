package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.OperatorClient;
import org.radiologytrust.cli.base.OutputFormat;
import org.radiologytrust.cli.base.OwnerOnlyFiles;
import org.radiologytrust.cli.base.SharedOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl show}: everything that happened to a message or report. */
@Command(
    name = "show",
    description = {
      "Shows what happened to a message or report: received, answered, versions, runs, deliveries,"
          + " decisions. Shows no name, no identifier of a patient and no text of a report.",
      "Each call is a line of the access log, and so is each view of bytes."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  rtl show A4711",
      "  rtl show 87702024-4526-5d77-9206-b00baa7805a6",
      "  rtl show A4711 --rests-on --used-by",
      "  rtl show 0f3c9a7e5b2d1846-9c01d7aa --bytes",
      "  rtl show 0f3c9a7e5b2d1846-9c01d7aa --save message.hl7"
    })
public final class ShowCommand implements Callable<Integer> {
  @ParentCommand private SharedOptions rtl;

  @Parameters(
      paramLabel = "ID",
      description =
          "Id of a message, report, run or decision, as lists and the log show it; correlation id of a"
              + " line of the log; id of a published Observation; or an accession number.")
  private String id;

  @Option(
      names = "--bytes",
      description = "Print the message itself, which is patient data: each segment on a line.")
  private boolean bytes;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the exact bytes of the message to a new file that only you can read.")
  private @Nullable Path save;

  @Option(
      names = "--rests-on",
      description =
          "List the earlier reports that each run of the report reads, and the images that it shows to a model.")
  private boolean restsOn;

  @Option(
      names = "--used-by",
      description = "List the runs of other reports that read the report as an earlier one.")
  private boolean usedBy;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table (the timeline) or json (everything) (default: table).")
  private OutputFormat format = OutputFormat.TABLE;

  @Override
  public Integer call() throws Exception {
    return restsOn || usedBy
        ? lineage(rtl.operator(), id, restsOn, usedBy)
        : run(rtl.operator(), id, bytes, save, format);
  }

  /** On which reports the runs of a report rest, and which runs rest on it. */
  static int lineage(OperatorClient client, String id, boolean restsOn, boolean usedBy)
      throws IOException, InterruptedException {
    JsonNode story = client.get("story" + OperatorClient.query(Map.of("id", id)));
    for (JsonNode report : story.path("reports")) {
      if (restsOn) {
        report.path("restsOn").forEach(rest -> print(rest, "run %s of version %s rests on"));
        report.path("runs").forEach(ShowCommand::printImages);
      }
      if (usedBy) {
        report.path("usedBy").forEach(rest -> print(rest, "run %s rests on version %s; it is of"));
      }
    }
    return 0;
  }

  private static void printImages(JsonNode run) {
    run.path("shown")
        .forEach(
            image ->
                System.out.printf(
                    "run %s of version %s rests on image %s, as shown %s%n",
                    run.path("id").asText(),
                    run.path("version").asText(),
                    image.path("sopInstanceUid").asText(),
                    image.path("sha256").asText()));
  }

  private static void print(JsonNode rest, String begin) {
    System.out.println(
        begin.formatted(rest.path("run").asText(), rest.path("version").asText())
            + " report %s, version %s%s, text %s"
                .formatted(
                    rest.path("report").asText(),
                    rest.path("otherVersion").asText(),
                    rest.path("current").asBoolean() ? "" : " (replaced)",
                    rest.path("sha256").asText()));
  }

  static int run(
      OperatorClient client, String id, boolean bytes, @Nullable Path save, OutputFormat format)
      throws IOException, InterruptedException {
    if (bytes || save != null) {
      byte[] raw = client.bytes("messages/" + OperatorClient.encoded(id) + "/bytes");
      if (save != null) {
        write(save, raw);
      }
      if (bytes) {
        print(raw);
      }
      return 0;
    }
    JsonNode story = client.get("story" + OperatorClient.query(Map.of("id", id)));
    if (format == OutputFormat.JSON) {
      System.out.println(OperatorClient.pretty(story));
    } else if (format == OutputFormat.CSV) {
      throw new CommandFailure("--format: give table or json");
    } else {
      story.path("timeline").forEach(ShowCommand::print);
    }
    return 0;
  }

  private static void print(JsonNode event) {
    String time = OutputFormat.text(event.path("time"));
    String begin = "%-30s%s  ".formatted(time, OutputFormat.text(event.path("event")));
    System.out.println(begin + OutputFormat.text(event.path("detail")));
  }

  /** With CR as the end of a line; other control characters could change the terminal. */
  private static void print(byte[] raw) {
    String text = new String(raw, StandardCharsets.UTF_8).replace("\r\n", "\n").replace('\r', '\n');
    System.out.println(text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\\n\\t]]", "?"));
  }

  private static void write(Path file, byte[] raw) throws IOException {
    try {
      Files.createFile(file, OwnerOnlyFiles.file());
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(file + " exists: name another file");
    }
    Files.write(file, raw);
  }
}
