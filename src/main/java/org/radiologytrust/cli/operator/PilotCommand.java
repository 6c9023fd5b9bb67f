package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.concurrent.Callable;
import org.radiologytrust.cli.base.SharedOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rtl pilot}: whether the product is used, and whether it still is. */
@Command(
    name = "pilot",
    description = {
      "Accepts the product on the site's own reports.",
      "A trial in a hospital: docs/pilot.md."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl pilot accept --last 2000 --user ann",
    subcommands = {PilotCommand.Accept.class})
public final class PilotCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

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
      footerHeading = "%nExample:%n",
      footer = "  rtl pilot accept --last 2000 --user ann")
  static final class Accept implements Callable<Integer> {
    @ParentCommand private PilotCommand parent;

    @Option(
        names = "--last",
        paramLabel = "N",
        description = "How many reports of the journal, the newest first (default: 2000).")
    private int last = 2000;

    @Mixin private PersonOptions person;

    @Override
    public Integer call() throws Exception {
      JsonNode begun =
          person
              .named(parent.rtl)
              .post(
                  "pilot/accept", "application/json", JSON.writeValueAsBytes(Map.of("last", last)));
      System.out.println(
          "Acceptance %d has begun with %d reports: the quality lead reads their flags on the page /pilot."
              .formatted(begun.path("number").asInt(), begun.path("reports").asInt()));
      return 0;
    }
  }
}
