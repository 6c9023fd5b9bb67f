package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.OperatorClient;
import org.radiologytrust.cli.base.SharedOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rtl pilot}: whether the product is used, and whether it still is. */
@Command(
    name = "pilot",
    description = {
      "Accepts the product on the site's own reports, and writes the page of a month.",
      "A trial in a hospital: docs/pilot.md."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl pilot accept --last 2000 --user ann",
    subcommands = {PilotCommand.Accept.class, PilotCommand.Month.class})
public final class PilotCommand {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT = 2000;

  @ParentCommand private SharedOptions rtl;

  /** {@code rtl pilot accept}. */
  @Command(
      name = "accept",
      description = {
        "Begins an acceptance: counts the flags of the newest reports, and puts each to the quality"
            + " lead on the page /pilot, which shows the result once all are read.",
        "The rule that decides is stored before: pilot/accept.yaml."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  rtl pilot accept --last 2000 --user ann",
        "  rtl pilot accept --folder reports --user ann"
      })
  static final class Accept implements Callable<Integer> {
    @ParentCommand private PilotCommand parent;

    @Option(
        names = "--last",
        paramLabel = "N",
        description =
            "How many reports of the journal, the newest first (default: 2000, or as many as the"
                + " folder has).")
    private int last;

    @Option(
        names = "--folder",
        paramLabel = "DIR",
        description =
            "Stores these reports first, one HL7 v2 message or FHIR resource a file. Only in shadow"
                + " mode: they are audited as any other, and nothing of them is published.")
    private @Nullable Path folder;

    @Option(
        names = "--wait",
        paramLabel = "MINUTES",
        description = "How long to wait until no report is open, after --folder (default: 30).")
    private int wait = 30;

    @Mixin private PersonOptions person;

    @Override
    public Integer call() throws Exception {
      OperatorClient client = person.named(parent.rtl);
      int number = last == 0 ? DEFAULT : last;
      if (folder != null) {
        PilotFolder reports = new PilotFolder(client);
        int stored = reports.send(folder);
        number = last == 0 ? stored : last;
        System.out.println(stored + " messages are stored.");
        if (!reports.audited(Duration.ofMinutes(wait))) {
          throw new CommandFailure(
              "reports are still open (rtl status): begin later with rtl pilot accept --last "
                  + number);
        }
      }
      JsonNode begun =
          client.post(
              "pilot/accept", "application/json", JSON.writeValueAsBytes(Map.of("last", number)));
      System.out.println(
          "Acceptance %d has begun with %d reports: the quality lead reads their flags on the page /pilot."
              .formatted(begun.path("number").asInt(), begun.path("reports").asInt()));
      System.out.println(begun.path("needed").asText());
      return 0;
    }
  }

  /** {@code rtl pilot month}. */
  @Command(
      name = "month",
      description = {
        "Writes the page of a month as an HTML file, which a browser prints: reports, flags, verdicts,"
            + " random samples, the stop rule, and what changed.",
        "The figures are those of the page /quality."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl pilot month --month 2026-11 --out reports")
  static final class Month implements Callable<Integer> {
    @ParentCommand private PilotCommand parent;

    @Option(
        names = "--month",
        paramLabel = "MONTH",
        description = "Such as 2026-11 (default: the last month that has ended, by UTC).")
    private String month = YearMonth.now(ZoneOffset.UTC).minusMonths(1).toString();

    @Option(
        names = "--out",
        paramLabel = "FOLDER",
        description = "Where the file is written (default: the working folder).")
    private Path out = Path.of("");

    @Override
    public Integer call() throws Exception {
      byte[] page =
          parent.rtl.operator().bytes("pilot/month" + OperatorClient.query(Map.of("month", month)));
      Files.createDirectories(out.toAbsolutePath());
      Path file = out.resolve("rtl-month-" + month + ".html");
      Files.write(file, page);
      System.out.println("written: " + file);
      return 0;
    }
  }
}
